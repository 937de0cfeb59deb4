package org.manyhands.verify.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.manyhands.wire.StepResults;

/** Clients that stop to read hold nobody up, in a node that could not keep in memory what they do not read. */
final class StoppedReaderIT {
    private static final String MEMORY = "-Xmx96m";
    private static final int TASKS = 50;
    private static final int TASK_BYTES = 3_000_000;
    private static final int READERS = 50;

    /** In one pack, which no socket has room for. */
    private static final int PACK_BYTES = 30_000_000;

    /** Of which the reader asks for more than this at once. */
    private static final int RANGE_BYTES = 8 << 20;

    @RegisterExtension
    final Mh mh = new Mh();

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void up() throws Exception {
        mh.env("JDK_JAVA_OPTIONS", MEMORY);
        mh.up();
        mh.env("JDK_JAVA_OPTIONS", "");
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket each : sockets) {
            each.close();
        }
    }

    private Started output(String name, int tasks, int bytes) throws IOException {
        return mh.start(
                "run", "--name", name, "--each", "1.." + tasks, "--", "sh", "-c", "head -c " + bytes + " /dev/urandom");
    }

    @Test
    void shouldFinishAJobWhoseClientStandsStill() throws Exception {
        Started run = output("much", TASKS, TASK_BYTES);
        Until.holds("the first output is there", () -> Files.size(mh.root().resolve("streams/1.out")) > 0);
        run.stop();
        mh.run("wait", "much").exits(0);
        assertThat(mh.run("run", "echo", "other").exits(0).out()).isEqualTo("other\n");
        run.resume();
        assertThat(run.ended().exits(0).stdout()).hasSize(TASKS * TASK_BYTES);
    }

    @Test
    void shouldHoldLittleForThoseWhoNeverRead() throws Exception {
        output("much", 1, PACK_BYTES).ended().exits(0);
        String pack = largestPack();
        for (int reader = 0; reader < READERS; reader++) {
            ask("/v1/blobs/" + pack + "?length=" + RANGE_BYTES);
            ask("/v1/events?limit=1000");
        }
        assertThat(mh.run("run", "echo", "other").exits(0).out()).isEqualTo("other\n");
        assertThat(mh.run("logs", "much").exits(0).stdout()).hasSize(PACK_BYTES);
    }

    private String largestPack() throws Exception {
        String job = mh.run("jobs", "-o", "ids").exits(0).lines().getFirst();
        byte[] answer = ask("/v1/jobs/" + job + "/steps/0").getInputStream().readAllBytes();
        String head = new String(answer, ISO_8859_1);
        int body = head.indexOf("\r\n\r\n") + 4;
        StepResults results = StepResults.parseFrom(Arrays.copyOfRange(answer, body, answer.length));
        return HexFormat.of()
                .formatHex(results.getCommitsList().stream()
                        .max(Comparator.comparingLong(StepResults.CommitRef::getCount))
                        .orElseThrow()
                        .getPack()
                        .toByteArray());
    }

    /** Asks, and leaves it to the caller to read. */
    private Socket ask(String path) throws IOException {
        URI node = URI.create(Files.readString(mh.data().resolve("address")).strip());
        String token = Files.readString(mh.data().resolve("token")).strip();
        Socket socket = new Socket(node.getHost(), node.getPort());
        sockets.add(socket);
        String request = "GET " + path + " HTTP/1.0\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }
}
