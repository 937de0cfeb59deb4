package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What modes forbid to a user who is not root: one sentence, and nothing stands still. */
final class PermissionsIT {
    @RegisterExtension
    final Mh mh = new Mh();

    @BeforeEach
    void dropPrivileges() {
        mh.bare();
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo x >$MH_OUT/f; chmod 000 $MH_OUT/f",
                "mkdir $MH_OUT/d; touch $MH_OUT/d/x; chmod 000 $MH_OUT/d",
                "touch $MH_OUT/x; chmod 000 $MH_OUT",
            })
    void shouldFailATaskWhoseOutputCannotBeRead(String script) throws Exception {
        mh.run("run", "--sh", script).exits(1).saysOneSentence("/out", "cannot be read: permission denied");
        assertThat(mh.run("run", "echo", "next").exits(0).lines()).containsExactly("next");
    }

    @Test
    void shouldKeepWhatATaskWroteThatClosedItsDirectories() throws Exception {
        String script =
                "cd /; case $1 in 1) chmod 000 $TMPDIR $TMPDIR/..;; 2) echo x >$MH_ERROR_FILE; chmod 000 $MH_ERROR_FILE; exit 3;; esac; echo $1";
        Ended run = mh.run("run", "--at-most", "1", "--sh", script, ":::", "1", "2", "3")
                .exits(1);
        assertThat(run.lines()).containsExactly("1", "3");
        assertThat(run.err()).contains("1 of 3 tasks", "exit 3");
    }

    @Test
    void shouldRefuseWhatCannotBeRead() throws Exception {
        mode(mh.file("closed", "x"), "---------");
        mode(mh.file("closed.yaml", "run: echo"), "---------");
        mode(Files.createDirectory(mh.work().resolve("shut")), "---------");
        String denied = "cannot be read: permission denied";
        mh.run("run", "--in", "closed", "--", "true").exits(120).saysOneSentence("closed'", denied);
        mh.run("run", "--in", "shut/", "--", "true").exits(120).saysOneSentence("shut'", denied);
        mh.run("run", "--each", "@closed", "--", "true").exits(120).saysOneSentence("closed", denied);
        mh.run("run", "--split", "closed", "--lines", "1", "--", "true")
                .exits(120)
                .saysOneSentence("closed", denied);
        mh.run("run", "closed.yaml").exits(120).saysOneSentence("closed.yaml", denied);
    }
}
