package org.manyhands.cli.spec;

import com.google.protobuf.ByteString;
import java.io.IOException;
import org.manyhands.wire.Items;

/** Puts a list of items where workers can read it. */
@FunctionalInterface
public interface ItemResolver {
    /**
     * Reads a source to its end, stores the list and names it. Never asked for {@link ItemSource.None} or
     * {@link ItemSource.Range}, which need no list.
     *
     * @throws SpecException if the source cannot be read
     * @throws IOException if the list cannot be stored
     */
    ResolvedItems resolve(ItemSource source) throws SpecException, IOException;

    /**
     * How many items there are, and where.
     *
     * @param split digest of the blocks that tasks read on standard input; empty if the items are no blocks
     * @param open whether they come while the job runs; then there are none yet
     */
    record ResolvedItems(long count, Items items, ByteString split, boolean open) {
        public ResolvedItems(long count, Items items) {
            this(count, items, ByteString.EMPTY, false);
        }
    }
}
