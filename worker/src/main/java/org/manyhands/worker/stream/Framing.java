package org.manyhands.worker.stream;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.manyhands.store.ByteWriter;
import org.manyhands.wire.TaskTemplate;

/** How items and answers are told apart on the standard streams of a process. */
public enum Framing {
    /** An item is a line, and so is its answer. */
    LINES {
        @Override
        Optional<String> refusal(ByteString item) {
            for (int i = 0; i < item.size(); i++) {
                if (item.byteAt(i) == '\n') {
                    return Optional.of("the item has more than one line; framing: length passes items of any bytes");
                }
            }
            return Optional.empty();
        }

        @Override
        void write(ByteString item, ByteWriter to) {
            to.raw(item.toByteArray()).u8('\n');
        }

        @Override
        AnswerReader reader() {
            return new LineReader();
        }
    },

    /** An item is its length in four bytes, the highest first, and its bytes; so is an answer. */
    LENGTH {
        @Override
        Optional<String> refusal(ByteString item) {
            return Optional.empty();
        }

        @Override
        void write(ByteString item, ByteWriter to) {
            to.u32(item.size()).raw(item.toByteArray());
        }

        @Override
        AnswerReader reader() {
            return new LengthReader();
        }
    };

    public static Framing of(TaskTemplate.Stream stream) {
        return switch (stream.getFraming()) {
            case LINES -> LINES;
            case LENGTH -> LENGTH;
            case UNRECOGNIZED -> throw new IllegalArgumentException("a framing that this version does not know");
        };
    }

    /** Why an item cannot be asked in this framing; none if it can. */
    abstract Optional<String> refusal(ByteString item);

    abstract void write(ByteString item, ByteWriter to);

    abstract AnswerReader reader();
}
