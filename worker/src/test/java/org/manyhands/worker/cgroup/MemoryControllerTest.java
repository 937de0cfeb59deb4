package org.manyhands.worker.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where groups are made, told from files as systems show them. Plain files stand for those of the kernel, which only
 * {@code LimitedStarterTest} asks.
 */
final class MemoryControllerTest {
    private static final String V1_MOUNT = "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n";
    private static final String V2_MOUNT = "42 31 0:39 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw\n";

    @TempDir
    Path root;

    @Test
    void shouldFindItsGroupInVersionOne() throws Exception {
        Path own = Files.createDirectories(root.resolve("sys/fs/cgroup/memory/jobs/a"));
        MemoryController found = find(V1_MOUNT, "5:cpu:/x\n4:memory:/jobs/a\n0::/\n");
        assertThat(found.sentence()).contains("version 1", own.toString());
    }

    @Test
    void shouldFindItsGroupBelowTheRootOfAContainersMount() throws Exception {
        Path own = Files.createDirectories(root.resolve("sys/fs/cgroup/memory/a"));
        MemoryController found = find(V1_MOUNT.replace("0:32 / ", "0:32 /docker/7 "), "4:memory:/docker/7/a\n");
        assertThat(found.sentence()).contains(own.toString());
    }

    @Test
    void shouldStepAsideInVersionTwo() throws Exception {
        Path own = Files.createDirectories(root.resolve("sys/fs/cgroup/system.slice/mh.service"));
        Files.writeString(own.resolve("cgroup.controllers"), "cpu memory pids\n");
        Files.writeString(own.resolve("cgroup.subtree_control"), "\n");
        MemoryController found = find(V2_MOUNT, "0::/system.slice/mh.service\n");
        assertThat(found.sentence()).contains("version 2", own.toString());
        assertThat(own.resolve("cgroup.subtree_control")).hasContent("+memory");
        assertThat(own.resolve("manyhands-node/cgroup.procs"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void shouldSayThatVersionTwoWasNotDelegated() throws Exception {
        Path own = Files.createDirectories(root.resolve("sys/fs/cgroup/user.slice"));
        Files.writeString(own.resolve("cgroup.controllers"), "pids\n");
        assertThatThrownBy(() -> find(V2_MOUNT, "0::/user.slice\n"))
                .isInstanceOf(NoMemoryControllerException.class)
                .hasMessageContaining("Delegate=yes");
    }

    @Test
    void shouldSayThatThereAreNoControlGroups() {
        assertThatThrownBy(() -> find("", ""))
                .isInstanceOf(NoMemoryControllerException.class)
                .hasMessageContaining("no control groups");
        assertThatThrownBy(() -> find("", "4:memory:/a\n"))
                .isInstanceOf(NoMemoryControllerException.class)
                .hasMessageContaining("no mounted cgroup");
    }

    @Test
    void shouldRemoveGroupsOfProcessesThatAreGone() throws Exception {
        Path own = Files.createDirectories(root.resolve("sys/fs/cgroup/memory/jobs"));
        Path gone = Files.createDirectory(own.resolve("manyhands-999999999-1"));
        Path living = Files.createDirectory(
                own.resolve("manyhands-" + ProcessHandle.current().pid() + "-77"));
        Path foreign = Files.createDirectory(own.resolve("manyhands-of-somebody"));
        var _ = find(V1_MOUNT, "4:memory:/jobs\n");
        assertThat(gone).doesNotExist();
        assertThat(living).exists();
        assertThat(foreign).exists();
    }

    private MemoryController find(String mounts, String groups) throws IOException, NoMemoryControllerException {
        Path process = Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(process.resolve("mountinfo"), mounts);
        Files.writeString(process.resolve("cgroup"), groups);
        return MemoryController.find(process, root);
    }
}
