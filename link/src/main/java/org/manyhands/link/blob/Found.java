package org.manyhands.link.blob;

import java.util.List;
import org.manyhands.wire.Holders;

/** What a control node says to somebody who could as well ask another node. */
public sealed interface Found {
    /** The bytes as stored; fewer than asked for only at the end of the blob. */
    @SuppressWarnings("ArrayRecordComponent")
    record Here(byte[] bytes) implements Found {}

    /** Those to ask, the best first; at least one. */
    record Elsewhere(List<Holders.Holder> holders) implements Found {}
}
