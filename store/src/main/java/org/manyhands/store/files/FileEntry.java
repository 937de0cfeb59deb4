package org.manyhands.store.files;

import java.io.IOException;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.ByteReader;
import org.manyhands.store.ByteWriter;
import org.manyhands.store.ContentRef;
import org.manyhands.store.CorruptBlobException;

/**
 * A file that a pack or a tree keeps.
 *
 * @param mode the nine permission bits
 */
public record FileEntry(FilePath path, int mode, Body body) {
    private static final int REGULAR = 0;
    private static final int LINK = 1;
    private static final int DIRECTORY = 2;

    /** What it is. */
    public sealed interface Body {
        record Regular(ContentRef content) implements Body {}

        record Link(LinkTarget target) implements Body {}

        record Directory() implements Body {}
    }

    /** Where the content of a regular file goes. */
    public interface ContentStep {
        ContentRef write(NewFile.Body.Regular file) throws IOException;
    }

    /** The entry of a file, once its content is kept; throws {@link BlobRefusedException} for a link that leads out. */
    public static FileEntry of(NewFile file, ContentStep step) throws IOException {
        Body body = switch (file.body()) {
            case NewFile.Body.Regular regular -> new Body.Regular(step.write(regular));
            case NewFile.Body.Link(LinkTarget target) -> {
                target.requireInside(file.path());
                yield new Body.Link(target);
            }
            case NewFile.Body.Directory() -> new Body.Directory();
        };
        return new FileEntry(file.path(), file.mode(), body);
    }

    /** Bytes of a regular file, 0 for all others. */
    public long size() {
        return body instanceof Body.Regular(ContentRef content) ? content.length() : 0;
    }

    public void encode(ByteWriter to) {
        to.string(path.toBytes()).number(mode);
        switch (body) {
            case Body.Regular(ContentRef content) -> content.encode(to.u8(REGULAR));
            case Body.Link(LinkTarget target) -> to.u8(LINK).string(target.toBytes());
            case Body.Directory() -> to.u8(DIRECTORY);
        }
    }

    public static FileEntry decode(ByteReader from) throws CorruptBlobException {
        FilePath path = FilePath.decode(from);
        int mode = (int) from.number(FileMode.MASK, "a mode");
        int kind = from.u8();
        Body body = switch (kind) {
            case REGULAR -> new Body.Regular(ContentRef.decode(from));
            case LINK -> new Body.Link(LinkTarget.of(from.string()));
            case DIRECTORY -> new Body.Directory();
            default -> throw from.malformed("file kind " + kind + " is unknown (expected: 0 to 2)");
        };
        return new FileEntry(path, mode, body);
    }
}
