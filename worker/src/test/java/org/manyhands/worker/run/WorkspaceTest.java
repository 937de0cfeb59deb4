package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.files.Removal;

/** Each attempt finds its directories empty and its own, whatever the one before did to them. */
class WorkspaceTest {
    @TempDir
    Path root;

    private Path directory;
    private Workspace workspace;

    @BeforeEach
    void make() throws IOException {
        directory = root.resolve("slot");
        workspace = new Workspace(directory);
    }

    private void assertFresh() throws IOException {
        workspace.refresh();
        for (Path each : new Path[] {workspace.out(), workspace.in(), workspace.work(), workspace.temporary()}) {
            assertThat(Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .as("%s", each)
                    .isTrue();
            assertThat(each.getParent()).isEqualTo(directory);
            assertThat(each).isEmptyDirectory();
            Files.writeString(each.resolve("probe"), "mine");
        }
        assertThat(workspace.errorFile()).doesNotExist();
        assertThat(workspace.file("stdout")).doesNotExist();
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void shouldBeEmptyAtFirstAndAgain() throws Exception {
        assertFresh();
        assertFresh();
    }

    @Test
    void shouldKeepADirectoryThatStayedEmpty() throws Exception {
        Object before = Files.readAttributes(workspace.out(), "unix:ino").get("ino");
        workspace.refresh();
        assertThat(Files.readAttributes(workspace.out(), "unix:ino").get("ino")).isEqualTo(before);
    }

    @Test
    void shouldSeeWhatHappensWithinATickOfTheClock() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertFresh();
        }
    }

    @Test
    void shouldSayWhetherAnAttemptLeftSomething() throws Exception {
        assertThat(workspace.hasOutput()).isFalse();
        Files.writeString(workspace.out().resolve("a"), "x");
        assertThat(workspace.hasOutput()).isTrue();
        Removal.of(workspace.out());
        assertThat(workspace.hasOutput()).isFalse();
    }

    @Test
    void shouldBeEmptyAfterAnAttemptLeftATree() throws Exception {
        Path deep = Files.createDirectories(workspace.out().resolve("a/b/c"));
        Files.writeString(deep.resolve("file"), "x");
        Files.createSymbolicLink(deep.resolve("link"), root);
        assertFresh();
        assertThat(root).exists();
    }

    @Test
    void shouldBeThereAfterAnAttemptRemovedItsDirectories() throws Exception {
        Removal.of(workspace.out());
        assertFresh();
        Removal.of(directory);
        assertFresh();
    }

    @Test
    void shouldReplaceADirectoryThatBecameAFileOrALink() throws Exception {
        Files.delete(workspace.out());
        Files.writeString(directory.resolve("out"), "a file");
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("precious"), "x");
        Files.delete(workspace.work());
        Files.createSymbolicLink(directory.resolve("work"), elsewhere);
        assertFresh();
        assertThat(elsewhere.resolve("precious")).hasContent("x");
        assertThat(elsewhere.resolve("probe")).doesNotExist();
    }

    @Test
    void shouldReplaceAWorkspaceThatBecameALink() throws Exception {
        Removal.of(directory);
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("precious"), "x");
        Files.createSymbolicLink(directory, elsewhere);
        assertFresh();
        assertThat(elsewhere).isDirectoryContaining(file -> file.endsWith("precious"));
        assertThat(elsewhere.resolve("out")).doesNotExist();
    }

    @Test
    void shouldTakeBackTheModesThatAnAttemptTook() throws Exception {
        Path outer = Files.createDirectory(workspace.out().resolve("outer"));
        Path closed = Files.createDirectory(outer.resolve("closed"));
        Files.writeString(closed.resolve("file"), "x");
        mode(closed, "---------");
        mode(outer, "---------");
        mode(workspace.work(), "---------");
        mode(workspace.temporary(), "r-xr-xr-x");
        assertFresh();
    }

    @Test
    void shouldRemoveWhatAnAttemptLeftInTheWayOfItsOutputs() throws Exception {
        Files.createSymbolicLink(workspace.file("stdout"), root.resolve("victim"));
        Files.createDirectories(workspace.errorFile().resolve("deep"));
        assertFresh();
    }

    @Test
    void shouldLeaveNothingWhenItIsClosed() throws Exception {
        assertFresh();
        workspace.close();
        assertThat(directory).doesNotExist();
    }

    @Test
    void shouldBeginEmptyOnWhatAnEarlierLifeLeft() throws Exception {
        assertFresh();
        Workspace next = new Workspace(directory);
        assertThat(next.out()).isEmptyDirectory();
        next.close();
    }
}
