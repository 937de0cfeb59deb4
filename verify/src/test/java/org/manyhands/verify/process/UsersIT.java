package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.manyhands.worker.user.UnixUser;
import org.manyhands.worker.user.UnixUsers;

/**
 * A node of root's serves other users of its machine: what they run is theirs, runs as them, and reaches nothing that is not
 * theirs. Needs root, which CI has.
 */
final class UsersIT {
    @RegisterExtension
    final Mh mh = new Mh();

    private Path users = Path.of("unset");

    @BeforeAll
    static void requireRoot() {
        assumeTrue(UnixUsers.ownUid() == UnixUser.ROOT || "true".equals(System.getenv("CI")), "needs root");
    }

    @BeforeEach
    void letOthersIn() throws IOException {
        mode(mh.root(), "rwxr-xr-x");
        mode(mh.work(), "rwxrwxrwx");
        users = mh.root().resolve("users");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private void up() throws Exception {
        mh.up("--users", users.toString());
    }

    private Started start(String user, String verb, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(verb, "--data", users.toString()));
        all.addAll(List.of(words));
        return mh.as(user, user.equals("nobody") ? "nogroup" : user).start(all.toArray(String[]::new));
    }

    private Ended nobody(String verb, String... words) throws Exception {
        return start("nobody", verb, words).ended();
    }

    private Path file(String name, String... lines) throws IOException {
        Path file = mh.file(name, lines);
        mode(file, "rw-r--r--");
        return file;
    }

    private static Object owner(Path path) throws IOException {
        return Files.getOwner(path).getName();
    }

    @Test
    void shouldRunTheTasksOfAUserAsThatUser() throws Exception {
        up();
        Ended run = nobody(
                        "run",
                        "--env",
                        "LD_LIBRARY_PATH=/somewhere",
                        "--sh",
                        "id -un; id -gn; echo $USER $LOGNAME; echo again >/dev/stdout; echo $LD_LIBRARY_PATH;"
                                + " touch $TMPDIR/x $MH_OUT/kept && grep -E '^(Uid|CapEff|CapPrm):' /proc/self/status | tr -s '\\t' ' '")
                .exits(0);
        assertThat(run.lines())
                .containsExactly(
                        "nobody",
                        "nogroup",
                        "nobody nobody",
                        "again",
                        "/somewhere",
                        "Uid: 65534 65534 65534 65534",
                        "CapPrm: 0000000000000000",
                        "CapEff: 0000000000000000");
        Path odd = mh.script("a=b/c=d", "echo $0 $*");
        mode(odd, "rwxr-xr-x");
        assertThat(nobody("run", odd.toString(), "x y").exits(0).out()).isEqualTo(odd + " x y\n");
        assertThat(nobody("job", "last").exits(0).out()).contains("by nobody", "tasks run as nobody");
        assertThat(nobody("tasks", "last", "-o", "json").exits(0).out()).contains("\"user\" : \"nobody\"");
        nobody("get", "last", "--to", "got").exits(0);
        assertThat(owner(mh.work().resolve("got"))).isEqualTo("nobody");
        assertThat(mh.run("run", "id", "-un").exits(0).lines()).containsExactly("root");
    }

    @Test
    void shouldGiveThatUserInputsAndTakeOutputsWithTheirRights() throws Exception {
        file("x.txt", "hello");
        Path made = Files.createDirectory(mh.work().resolve("made"));
        mode(made, "rwxrwxrwx");
        file(
                "job.yaml",
                "name: chain",
                "steps:",
                "  first:",
                "    each: \"1..3\"",
                "    in: [x.txt]",
                "    sh: 'cat x.txt; echo changed >>x.txt; echo $1 >$MH_OUT/$1; id -un >>$MH_OUT/$1; chmod 500 $MH_OUT'",
                "  second:",
                "    after: [first]",
                "    sh: 'cat {in.first}/*; touch {in.first}/new; echo whole >$MH_OUT/whole'",
                "    out: made/deep",
                "  told:",
                "    each: \"1..4\"",
                "    stream: [sh, -c, 'id -un >>as; exec cat']",
                "notify:",
                "  - command: [sh, -c, 'id -un >notified']");
        up();
        Ended run = nobody("run", "job.yaml").exits(0);
        assertThat(run.lines()).contains("hello", "1", "2", "3", "4", "nobody").doesNotContain("changed");
        assertThat(mh.lines("made/deep/whole")).containsExactly("whole");
        assertThat(owner(made.resolve("deep"))).isEqualTo("nobody");
        assertThat(owner(made.resolve("deep/whole"))).isEqualTo("nobody");
        assertThat(mh.lines("as")).isNotEmpty().containsOnly("nobody");
        Until.holds("the notification is told", () -> mh.lines("notified").equals(List.of("nobody")));
    }

    @Test
    void shouldReachNothingWithTheNodesRights() throws Exception {
        Path secret = Files.writeString(mh.work().resolve("secret"), "of root");
        mode(secret, "rw-------");
        Path closed = Files.createDirectory(mh.work().resolve("closed"));
        mode(closed, "rwxr-xr-x");
        up();
        nobody("run", "cat", secret.toString()).exits(1);
        nobody("run", "ls", mh.data().toString()).exits(2);
        nobody("run", "ls", users.resolve("work").toString()).exits(2);
        nobody("run", "--sh", "ln -s " + secret + " $MH_OUT/x").exits(1).saysOneSentence("symlink", "points to");
        nobody("run", "--sh", "ln " + secret + " $MH_OUT/x").exits(1);
        nobody("run", "--sh", "ln -sf " + secret + " $MH_ERROR_FILE; exit 3").exits(3);
        nobody("run", "--out", closed + "/x", "--sh", "echo x >$MH_OUT/x")
                .exits(1)
                .saysOneSentence("cannot be put in place", closed.toString());
        assertThat(closed).isEmptyDirectory();
        assertThat(nobody("tasks", "last", "-o", "json").exits(0).out()).doesNotContain("of root");
        mode(closed, "rwx------");
        mode(mh.work(), "rwx------");
        nobody("run", "true").exits(127).saysOneSentence("working directory", "may not be entered");
    }

    @Test
    void shouldLeaveTheNextTaskNothing() throws Exception {
        up();
        nobody(
                        "run",
                        "--sh",
                        "touch $MH_OUT/a $TMPDIR/b; mkdir -p $MH_IN/d/e; chmod 0 $MH_IN/d $TMPDIR; ln -s / $MH_OUT/../in/root")
                .exits(0);
        String empty = "find $MH_OUT $MH_IN $TMPDIR -mindepth 1; stat -c %a $MH_OUT $TMPDIR; cat $MH_ERROR_FILE";
        assertThat(nobody("run", "--sh", empty).exits(0).lines()).containsExactly("700", "700");
        assertThat(start("daemon", "run", "--sh", "id -un; " + empty)
                        .ended()
                        .exits(0)
                        .lines())
                .containsExactly("daemon", "700", "700");
        assertThat(Path.of("/etc")).exists();
    }

    @Test
    void shouldKeepThemToTheirMemory() throws Exception {
        up();
        String greedy = "x=x; while :; do x=$x$x; done";
        nobody("run", "--resources", "memory=32M", "--", "sh", "-c", greedy)
                .exits(137)
                .saysOneSentence("out of memory");
        nobody("run", "--resources", "memory=1G", "--", "id", "-un").exits(0);
        mh.run("run", "--resources", "memory=32M", "--", "sh", "-c", greedy).exits(137);
    }

    @Test
    void shouldEndAllThatAUserStarted() throws Exception {
        up();
        Path here = mh.work().resolve("here");
        long seconds = ThreadLocalRandom.current().nextLong(100_000, 900_000);
        String script = "setsid sleep " + seconds + "1 & touch here; sleep " + seconds + "2";
        Started run = start("nobody", "run", "--grace", "1s", "--", "sh", "-c", script);
        Until.holds("the task runs", () -> Files.exists(here));
        assertThat(owner(here)).isEqualTo("nobody");
        run.interrupt();
        run.ended().exits(130);
        Until.holds("its processes are gone", () -> sleepers(seconds) == 0);
    }

    private static long sleepers(long seconds) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("sleep " + seconds))
                .count();
    }

    @Test
    void shouldShowUsersTheirOwnJobsOnly() throws Exception {
        up();
        mh.run("run", "--name", "roots", "true").exits(0);
        start("daemon", "run", "--name", "daemons", "true").ended().exits(0);
        assertThat(nobody("jobs", "-o", "ids").exits(0).lines()).isEmpty();
        nobody("job", "last").exits(120).saysOneSentence("there is no job yet");
        String id = mh.run("jobs", "-o", "json").exits(0).out().replaceAll("(?s).*\"id\" : \"(\\d+)\".*", "$1");
        for (String verb : List.of("logs", "cancel", "rm", "why")) {
            nobody(verb, id).exits(120).saysOneSentence("there is no job '" + id + "'");
        }
        nobody("job", "roots").exits(120).saysOneSentence("there is no job 'roots'");
        nobody("run", "true").exits(0);
        assertThat(nobody("jobs").out()).doesNotContain("roots", "daemons").contains("true");
        assertThat(mh.run("jobs").out()).contains("roots", "daemons", "true");
        nobody("events").exits(120).saysOneSentence("for its owner, root");
        mh.as("nobody", "nogroup")
                .start("schedule", "list", "--data", users.toString())
                .ended()
                .exits(120)
                .saysOneSentence("for its owner, root");
        assertThat(nobody("doctor").exits(0).out()).contains("other users");
    }

    @Test
    void shouldWaitForANodeThatServesThem() throws Exception {
        Started node = mh.up("--users", users.toString());
        Path gate = file("gate");
        nobody(
                        "submit",
                        "--name",
                        "waits",
                        "--at-most",
                        "1",
                        "--each",
                        "1..2",
                        "--sh",
                        "touch runs; while [ -e gate ]; do sleep 0.1; done; id -un >>ran")
                .exits(0);
        Until.holds("a task runs", () -> Files.exists(mh.work().resolve("runs")));
        node.terminate();
        node.ended();
        nobody("jobs").exits(123).saysOneSentence("no node serves '" + users);
        Files.delete(gate);
        Started without = mh.up();
        Ended why = mh.run("why", "waits").exits(0);
        assertThat(why.out()).contains("users");
        assertThat(mh.lines("ran")).isEmpty();
        without.terminate();
        without.ended();
        up();
        nobody("wait", "waits").exits(0);
        assertThat(mh.lines("ran")).containsExactly("nobody", "nobody");
    }

    @Test
    void shouldRefuseAPlaceThatOthersCannotReachOrCouldChange() throws Exception {
        String refused = "(--users)";
        mh.run("up", "--users", mh.data().resolve("x").toString())
                .exits(125)
                .saysOneSentence(refused, "data directory");
        mh.run("up", "--users", mh.work().resolve("x").toString())
                .exits(125)
                .saysOneSentence(refused, "put something else in its place");
        Path closed = Files.createDirectory(users.resolveSibling("closed"));
        mode(closed, "rwx------");
        mh.run("up", "--users", closed.resolve("x").toString())
                .exits(125)
                .saysOneSentence(refused, "may not enter '" + closed);
        mh.run("up", "--users", mh.root().toString()).exits(125).saysOneSentence(refused, "other files");
        Path theirs = Files.createDirectory(users.resolveSibling("theirs"));
        mode(theirs, "rwxr-xr-x");
        Files.setAttribute(theirs, "unix:mode", 01755);
        Files.setAttribute(theirs, "unix:uid", 65_534);
        mh.run("up", "--users", theirs.resolve("x").toString())
                .exits(125)
                .saysOneSentence(refused, "put something else in its place, in '" + theirs);
        nobody("jobs").exits(120).saysNothingInternal();
    }
}
