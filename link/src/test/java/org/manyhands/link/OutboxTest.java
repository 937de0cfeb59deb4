package org.manyhands.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.wire.Beat;
import org.manyhands.wire.Frame;
import org.manyhands.wire.WorkerCommand;

class OutboxTest {
    private static final Frame PART = Frame.newBuilder()
            .setPart(Frame.Part.newBuilder().setBytes(ByteString.copyFromUtf8("bulk")))
            .build();
    private static final Frame BEAT =
            Frame.newBuilder().setBeat(Beat.getDefaultInstance()).build();
    private static final Frame COMMIT =
            Frame.newBuilder().setCommand(WorkerCommand.getDefaultInstance()).build();

    private final Wire wire = new Wire();
    private final Outbox outbox = new Outbox(wire);

    /** Takes as many frames as it is told to. */
    private static final class Wire implements Transport {
        private final List<String> sent = new ArrayList<>();
        private int room;

        @Override
        public boolean ready() {
            return room > 0;
        }

        @Override
        public void send(Frame frame) {
            room--;
            sent.add(frame.getBodyCase().name());
        }

        @Override
        public void request(int frames) {
            sent.add("request " + frames);
        }

        @Override
        public void end() {
            sent.add("end");
        }

        @Override
        public void close(String sentence, boolean refused) {
            sent.add((refused ? "refused: " : "closed: ") + sentence);
        }
    }

    private void room(int frames) {
        wire.room = frames;
        outbox.drain();
    }

    @Test
    void shouldSendCommitsBeforeBeatsBeforeOutput() throws Exception {
        outbox.put(PART);
        outbox.put(BEAT);
        outbox.put(PART);
        outbox.put(COMMIT);
        assertThat(wire.sent).isEmpty();
        room(1);
        assertThat(wire.sent).containsExactly("COMMAND");
        room(3);
        assertThat(wire.sent).containsExactly("COMMAND", "BEAT", "PART", "PART");
    }

    @Test
    void shouldMakeWhoHasTooMuchWaitAndNobodyElse() throws Exception {
        for (int i = 0; i < Lane.OUTPUT.framesMax(); i++) {
            outbox.put(PART);
        }
        Thread late = Thread.ofVirtual().start(() -> {
            try {
                outbox.put(PART);
            } catch (LinkClosedException | InterruptedException over) {
                throw new IllegalStateException(over);
            }
        });
        while (late.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        outbox.put(COMMIT);
        room(2);
        late.join();
        assertThat(wire.sent).containsExactly("COMMAND", "PART");
        room(100);
        assertThat(wire.sent).hasSize(2 + Lane.OUTPUT.framesMax());
    }

    @Test
    void shouldSendWhatWaitsBeforeTheLastWord() throws Exception {
        outbox.put(PART);
        outbox.end();
        assertThat(wire.sent).isEmpty();
        assertThatThrownBy(() -> outbox.put(BEAT)).isInstanceOf(LinkClosedException.class);
        room(5);
        assertThat(wire.sent).containsExactly("PART", "end");
    }

    @Test
    void shouldCloseOnceAndLetNobodyWait() throws Exception {
        for (int i = 0; i < Lane.OUTPUT.framesMax(); i++) {
            outbox.put(PART);
        }
        List<String> told = new ArrayList<>();
        Thread late = Thread.ofVirtual().start(() -> {
            try {
                outbox.put(PART);
            } catch (LinkClosedException over) {
                told.add(over.getMessage() + " " + over.refused());
            } catch (InterruptedException stop) {
                told.add("interrupted");
            }
        });
        while (late.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        outbox.close(new LinkClosedException("removed", true));
        outbox.close(new LinkClosedException("again", false));
        late.join();
        room(5);
        assertThat(told).containsExactly("removed true");
        assertThat(wire.sent).containsExactly("refused: removed");
    }
}
