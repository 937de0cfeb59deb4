package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may ask a node, and what is said of a data directory that is damaged. */
final class DataDirectoryIT {
    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldRefuseAWrongToken() throws Exception {
        Started node = mh.up();
        String address = Files.readString(mh.data().resolve("address")).strip();
        String token = Files.readString(mh.data().resolve("token")).strip();
        assertThat(status(address, "Bearer " + token)).isEqualTo(200);
        assertThat(status(address, "Bearer " + "0".repeat(token.length()))).isEqualTo(401);
        assertThat(status(address, "Bearer ")).isEqualTo(401);
        assertThat(status(address, token)).isEqualTo(401);
        assertThat(URI.create(address).getHost()).isEqualTo("127.0.0.1");
        node.terminate();
        node.ended().exits(0);
        assertThat(mh.data().resolve("address")).doesNotExist();
    }

    @Test
    void shouldKeepTheDirectoryToItsOwner() throws Exception {
        mh.run("run", "true").exits(0);
        assertThat(mode(mh.data())).isEqualTo("rwx------");
        assertThat(mode(mh.data().resolve("token"))).isEqualTo("rw-------");
    }

    @Test
    void shouldSayThatTheTokenIsDamaged() throws Exception {
        prepare();
        Files.writeString(mh.data().resolve("token"), "short");
        refused("run", "true").saysOneSentence("token", "damaged", "remove it");
        Files.write(mh.data().resolve("token"), garbage());
        refused("run", "true").saysOneSentence("token", "damaged");
        Files.writeString(mh.data().resolve("token"), "");
        refused("run", "true").saysOneSentence("token", "damaged");
    }

    @Test
    void shouldSayThatTheTokenIsDamagedWhileANodeRuns() throws Exception {
        mh.up();
        Files.writeString(mh.data().resolve("token"), "short");
        refused("jobs").saysOneSentence("token", "damaged");
    }

    @Test
    void shouldRefuseAFormatOfTheFuture() throws Exception {
        prepare();
        Files.writeString(mh.data().resolve("format"), "7\n");
        refused("run", "true").saysOneSentence("format 7", "newer");
        refused("jobs").saysOneSentence("format 7");
    }

    @Test
    void shouldSayThatTheFormatFileIsDamaged() throws Exception {
        prepare();
        for (byte[] content : List.of(garbage(), new byte[0])) {
            Files.write(mh.data().resolve("format"), content);
            refused("run", "true").saysOneSentence("format", "damaged");
        }
    }

    @Test
    void shouldSayThatTheBootFileIsDamaged() throws Exception {
        prepare();
        for (byte[] content : List.of(garbage(), new byte[0])) {
            Files.write(mh.data().resolve("worker/boot"), content);
            refused("run", "true").saysOneSentence("worker/boot");
        }
    }

    @Test
    void shouldSayThatTheBootFileIsLostOrOld() throws Exception {
        prepare();
        prepare();
        Files.delete(mh.data().resolve("worker/boot"));
        mh.run("run", "--progress", "none", "true").exits(70).saysOneSentence("boot");
    }

    @Test
    void shouldSayThatTheLogIsDamaged() throws Exception {
        prepare();
        Files.write(logFile(), garbage());
        refused("run", "true").saysOneSentence("log", "backup");
    }

    @Test
    void shouldRefuseADirectoryThatIsNone() throws Exception {
        Path file = mh.file("plain", "x");
        refused("run", "--data", file.toString(), "true").saysOneSentence("plain", "--data");
        refused("jobs", "--data", "/proc/nowhere").saysOneSentence("/proc/nowhere");
    }

    @Test
    void shouldSayThatResultsAreDamagedAndMakeThemAgain() throws Exception {
        mh.run("run", "--name", "first", "--", "head", "-c", "1000000", "/dev/urandom")
                .exits(0);
        mh.run("run", "--name", "second", "--", "head", "-c", "1000000", "/dev/urandom")
                .exits(0);
        Path segment = only(mh.data().resolve("store/segments"));
        byte[] bytes = Files.readAllBytes(segment);
        bytes[500_000] ^= 1;
        Files.write(segment, bytes);
        mh.run("logs", "first").exits(125).saysOneSentence("results are gone", "mh doctor", "mh retry");
        Started node = mh.up();
        mh.run("logs", "first").exits(125).saysOneSentence("results are gone", "mh doctor", "mh retry");
        assertThat(mh.run("doctor").exits(0).out()).contains("warning", "damaged");
        mh.run("retry", "first.1").exits(0);
        mh.run("wait", "first").exits(0);
        assertThat(mh.run("logs", "first").exits(0).stdout()).hasSize(1_000_000);
        assertThat(mh.run("logs", "second").exits(0).stdout()).hasSize(1_000_000);
        node.terminate();
        node.ended().exits(0);
    }

    private static Path only(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().getFirst();
        }
    }

    @Test
    void shouldGoOnWhenOnlyTheAddressIsLeftOver() throws Exception {
        prepare();
        Files.writeString(mh.data().resolve("address"), "http://127.0.0.1:9\n");
        assertThat(mh.run("run", "echo", "on").exits(0).out()).isEqualTo("on\n");
        Files.write(mh.data().resolve("address"), garbage());
        assertThat(mh.run("run", "echo", "on").exits(0).out()).isEqualTo("on\n");
    }

    @Test
    void shouldHaveOneNodeADirectory() throws Exception {
        Started node = mh.up();
        mh.run("up").exits(120).saysOneSentence("process " + node.pid(), "holds", "--data");
    }

    @Test
    void shouldBecomeTheNodeWhenAPassingCommandHasEnded() throws Exception {
        Path go = mh.work().resolve("go");
        Started passing = mh.start("run", "--", "sh", "-c", "touch began; until [ -e go ]; do sleep 0.05; done");
        Until.holds("the task runs", () -> Files.exists(mh.work().resolve("began")));
        Started node = mh.start("up");
        Until.holds(
                "the node waits and says for whom",
                () -> node.errSoFar().contains("process " + passing.pid() + " holds"));
        assertThat(node.errSoFar()).doesNotContain("is up");
        Files.createFile(go);
        passing.ended().exits(0);
        Until.holds("the node is up", () -> node.errSoFar().contains("is up"));
        node.terminate();
        node.ended().exits(0);
    }

    private void prepare() throws Exception {
        mh.run("run", "true").exits(0);
    }

    private Path logFile() throws IOException {
        try (Stream<Path> files = Files.walk(mh.data().resolve("log"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("log_"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Ended refused(String... words) throws Exception {
        Ended ended = mh.run(words);
        assertThat(ended.code()).as("exit code of %s", ended).isIn(120, 125);
        assertThat(ended.err().chars().filter(c -> c != '\n' && (c < ' ' || c == 0xfffd)))
                .as("what no terminal shows, in %s", ended)
                .isEmpty();
        return ended;
    }

    private static int status(String address, String authorization) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/jobs"))
                    .header("Authorization", authorization)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Bytes that are no text in any encoding that the program reads. */
    private static byte[] garbage() {
        byte[] bytes = new byte[300];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37 + 129);
        }
        return bytes;
    }
}
