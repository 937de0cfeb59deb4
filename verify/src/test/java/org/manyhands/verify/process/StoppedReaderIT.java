package org.manyhands.verify.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.SealedBlob;

/** Clients that stop to read hold nobody up, in a node that could not keep in memory what they do not read. */
final class StoppedReaderIT {
    private static final String MEMORY = "-Xmx96m";
    private static final int TASKS = 50;
    private static final int TASK_BYTES = 3_000_000;
    private static final int READERS = 50;

    private static final int HEAD_BYTES = 200;

    /** In one blob, which no socket has room for. */
    private static final int BLOB_BYTES = 30_000_000;

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

    private Started output(String name) throws IOException {
        return mh.start(
                "run",
                "--name",
                name,
                "--each",
                "1.." + TASKS,
                "--",
                "sh",
                "-c",
                "head -c " + TASK_BYTES + " /dev/urandom");
    }

    @Test
    void shouldFinishAJobWhoseClientStandsStill() throws Exception {
        Started run = output("much");
        Until.holds("the first output is there", () -> Files.size(mh.root().resolve("streams/1.out")) > 0);
        run.stop();
        mh.run("wait", "much").exits(0);
        assertThat(mh.run("run", "echo", "other").exits(0).out()).isEqualTo("other\n");
        run.resume();
        assertThat(run.ended().exits(0).stdout()).hasSize(TASKS * TASK_BYTES);
    }

    @Test
    void shouldHoldLittleForThoseWhoNeverRead() throws Exception {
        String blob = largeBlob();
        for (int reader = 0; reader < READERS; reader++) {
            ask("/v1/blobs/" + blob + "?length=" + RANGE_BYTES);
            ask("/v1/events?limit=1000");
        }
        assertThat(new String(
                        ask("/v1/blobs/" + blob + "?length=" + RANGE_BYTES)
                                .getInputStream()
                                .readNBytes(HEAD_BYTES),
                        ISO_8859_1))
                .contains("200 OK", "ength: " + RANGE_BYTES);
        assertThat(mh.run("run", "echo", "other").exits(0).out()).isEqualTo("other\n");
    }

    /** Puts one there, as a client does. */
    private String largeBlob() throws IOException {
        byte[] content = new byte[BLOB_BYTES];
        new Random(1).nextBytes(content);
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, mh.root());
                SealedBlob blob = builder.write(content).seal(new byte[0]);
                InputStream stored = blob.open()) {
            Socket socket = say("PUT /v1/blobs/" + blob.name(), "Content-Length: " + blob.bytes() + "\r\n");
            stored.transferTo(socket.getOutputStream());
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .contains("200 OK");
            return blob.name().toString();
        }
    }

    /** Asks, and leaves it to the caller to read. */
    private Socket ask(String path) throws IOException {
        return say("GET " + path, "");
    }

    private Socket say(String line, String header) throws IOException {
        URI node = URI.create(Files.readString(mh.data().resolve("address")).strip());
        String token = Files.readString(mh.data().resolve("token")).strip();
        Socket socket = new Socket(node.getHost(), node.getPort());
        sockets.add(socket);
        String request = line + " HTTP/1.0\r\nAuthorization: Bearer " + token + "\r\n" + header + "\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }
}
