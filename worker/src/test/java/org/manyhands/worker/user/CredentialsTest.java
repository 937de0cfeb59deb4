package org.manyhands.worker.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread has the rights of a user as long as it says, and the others keep their own. Needs root, which CI has. */
class CredentialsTest {
    @TempDir
    Path directory;

    private final UnixUser nobody = UnixUsers.named("nobody").orElseThrow();
    private Path secret = Path.of("unset");

    @BeforeAll
    static void requireRoot() {
        assumeTrue(UnixUsers.ownUid() == UnixUser.ROOT || "true".equals(System.getenv("CI")), "needs root");
    }

    @BeforeEach
    void write() throws IOException {
        Credentials.openClassPath();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        secret = Files.writeString(directory.resolve("secret"), "of root");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }

    private String read() throws IOException {
        return Files.readString(secret);
    }

    private static List<String> status(String thread) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + thread + "/status")).stream()
                .filter(line -> line.startsWith("Uid:") || line.startsWith("Gid:") || line.startsWith("Groups:"))
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .toList();
    }

    @Test
    void shouldKnowUsers() {
        assertThat(nobody.uid()).isEqualTo(65_534);
        assertThat(UnixUsers.of(65_534)).contains(nobody);
        assertThat(UnixUsers.of(0).orElseThrow().name()).isEqualTo("root");
        assertThat(UnixUsers.named("no-such-user")).isEmpty();
        assertThat(UnixUsers.of(1_999_999_999)).isEmpty();
    }

    @Test
    void shouldHaveTheRightsOfTheUserAndThenItsOwnAgain() throws Exception {
        List<String> before = status("thread-self");
        Path made = directory.resolve("made");
        List<String> during = Credentials.as(Optional.of(nobody), () -> {
            assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(this::read);
            Files.createFile(made);
            return status("thread-self");
        });
        assertThat(during).containsExactly("Uid: 0 65534 0 65534", "Gid: 0 65534 0 65534", "Groups: 65534");
        assertThat(Files.getOwner(made).getName()).isEqualTo("nobody");
        assertThat(status("thread-self")).isEqualTo(before);
        assertThat(read()).isEqualTo("of root");
    }

    @Test
    void shouldGiveThemBackAfterAFailure() throws Exception {
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> Credentials.as(Optional.of(nobody), this::read));
        assertThat(read()).isEqualTo("of root");
    }

    @Test
    void shouldNestForOneUserAndForNoOther() throws Exception {
        UnixUser daemon = UnixUsers.named("daemon").orElseThrow();
        Credentials.as(Optional.of(nobody), () -> {
            Credentials.as(Optional.of(nobody), () -> true);
            assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(this::read);
            assertThatIllegalStateException().isThrownBy(() -> Credentials.as(Optional.of(daemon), () -> true));
            return true;
        });
        assertThat(Credentials.as(Optional.empty(), this::read)).isEqualTo("of root");
    }

    @Test
    void shouldLeaveOtherThreadsAlone() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        Credentials.as(Optional.of(nobody), () -> {
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    seen.set(String.join(",", status("self")));
                } catch (IOException unreadable) {
                    seen.set(unreadable.toString());
                }
            });
            other.join();
            return true;
        });
        assertThat(seen.get()).contains("Uid: 0 0 0 0");
    }

    @Test
    void shouldRefuseRootAndVirtualThreads() throws Exception {
        UnixUser root = UnixUsers.of(0).orElseThrow();
        assertThatIllegalStateException().isThrownBy(() -> Credentials.as(Optional.of(root), () -> true));
        AtomicReference<Throwable> failure = new AtomicReference<>(new AssertionError("nothing was thrown"));
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        Credentials.as(Optional.of(nobody), () -> true);
                    } catch (IllegalStateException refused) {
                        failure.set(refused);
                    }
                })
                .join();
        assertThat(failure.get()).isInstanceOf(IllegalStateException.class);
    }
}
