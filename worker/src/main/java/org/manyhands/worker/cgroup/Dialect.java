package org.manyhands.worker.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The two versions of control groups: what the files are called, and what must be done before groups can be made. */
enum Dialect {
    V1(1, "memory.limit_in_bytes", "memory.oom_control") {
        @Override
        Path prepare(Path own) {
            return own;
        }

        // Memory and swap together may not be below memory, so that limit goes out of the way first.
        @Override
        void limit(Path group, long bytes) throws IOException {
            Path withSwap = group.resolve("memory.memsw.limit_in_bytes");
            boolean countsSwap = Files.exists(withSwap);
            if (countsSwap) {
                Files.writeString(withSwap, "-1");
            }
            super.limit(group, bytes);
            if (countsSwap) {
                Files.writeString(withSwap, Long.toString(bytes));
            }
        }

        @Override
        void admit(Path entrance, int uid) throws IOException {
            Files.setAttribute(entrance, "unix:uid", uid);
        }
    },
    V2(2, "memory.max", "memory.events") {
        // A group that gives controllers to its children has no processes itself, so this process steps aside.
        @Override
        Path prepare(Path own) throws IOException, NoMemoryControllerException {
            if (!Files.readString(own.resolve("cgroup.controllers")).contains("memory")) {
                throw new NoMemoryControllerException(
                        "the group " + own + " was not given the memory controller (in a systemd unit: Delegate=yes)");
            }
            if (!Files.readString(own.resolve("cgroup.subtree_control")).contains("memory")) {
                Path aside = Files.createDirectories(own.resolve("manyhands-node"));
                Files.writeString(
                        aside.resolve("cgroup.procs"),
                        Long.toString(ProcessHandle.current().pid()));
                Files.writeString(own.resolve("cgroup.subtree_control"), "+memory");
            }
            return own;
        }

        @Override
        void limit(Path group, long bytes) throws IOException {
            Files.writeString(group.resolve("memory.oom.group"), "1");
            Path swap = group.resolve("memory.swap.max");
            if (Files.exists(swap)) {
                Files.writeString(swap, "0");
            }
            super.limit(group, bytes);
        }

        // Who moves a process between two groups must be let into what is above both, and so into all of them.
        @Override
        void admit(Path entrance, int uid) throws IOException {
            if (!Integer.valueOf(uid).equals(Files.getAttribute(entrance, "unix:uid"))) {
                throw new IOException("control groups of version 2 do that only for tasks of the node's own user");
            }
        }
    };

    private final int version;
    private final String limitFile;
    private final String eventsFile;

    Dialect(int version, String limitFile, String eventsFile) {
        this.version = version;
        this.limitFile = limitFile;
        this.eventsFile = eventsFile;
    }

    int version() {
        return version;
    }

    /** Makes the group of this process one that may have children with limits; returns where they are made. */
    abstract Path prepare(Path own) throws IOException, NoMemoryControllerException;

    /** Lets the processes of a user into the group whose entrance this is. */
    abstract void admit(Path entrance, int uid) throws IOException;

    void limit(Path group, long bytes) throws IOException {
        Files.writeString(group.resolve(limitFile), Long.toString(bytes));
    }

    /** How many processes of the group the kernel has killed for want of memory. */
    long kills(Path group) throws IOException {
        List<String> lines = Files.readAllLines(group.resolve(eventsFile));
        for (String line : lines) {
            if (line.startsWith("oom_kill ")) {
                return Long.parseLong(line.substring("oom_kill ".length()).strip());
            }
        }
        throw new IOException(group.resolve(eventsFile) + " does not count kills (Linux 4.13 or newer)");
    }
}
