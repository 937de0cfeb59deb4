package org.manyhands.link;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import org.manyhands.store.BlockInputStream;
import org.manyhands.wire.Frame;

/** Bytes of any length on a stream, in frames of parts: all that follows, until the end says its last word. */
public final class Parts {
    private Parts() {}

    /** Sends all of them; the last word is left to the caller. */
    public static void send(LinkStream stream, InputStream content)
            throws IOException, LinkClosedException, InterruptedException {
        byte[] part = content.readNBytes(LinkStream.PART_BYTES);
        while (part.length > 0) {
            stream.send(Frame.newBuilder().setPart(Frame.Part.newBuilder().setBytes(ByteString.copyFrom(part))));
            part = content.readNBytes(LinkStream.PART_BYTES);
        }
    }

    /** What the other end sends from here on. A stream that is over before the last word is an {@link IOException}. */
    public static InputStream receive(LinkStream stream) {
        return new Received(stream);
    }

    private static final class Received extends BlockInputStream {
        private final LinkStream stream;
        private InputStream part = InputStream.nullInputStream();
        private boolean over;

        Received(LinkStream stream) {
            this.stream = stream;
        }

        @Override
        protected int readSome(byte[] target, int offset, int length) throws IOException {
            int count = part.read(target, offset, length);
            while (count < 0 && !over) {
                next();
                count = part.read(target, offset, length);
            }
            return count;
        }

        private void next() throws IOException {
            try {
                Optional<Frame> frame = stream.receive();
                over = frame.isEmpty();
                if (frame.isPresent() && !frame.get().hasPart()) {
                    throw new IOException(
                            "a part was expected, and " + frame.get().getBodyCase() + " came");
                }
                part = frame.map(each -> each.getPart().getBytes().newInput()).orElse(InputStream.nullInputStream());
            } catch (LinkClosedException closed) {
                throw new IOException(closed.getMessage(), closed);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }
}
