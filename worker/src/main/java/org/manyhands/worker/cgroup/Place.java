package org.manyhands.worker.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a process is in the hierarchy that limits memory.
 *
 * @param group the directory of its own group
 */
record Place(Dialect dialect, Path group) {
    private static final int MOUNT_ROOT = 3;
    private static final int MOUNT_POINT = 4;

    static Place of(Path process, Path root) throws IOException, NoMemoryControllerException {
        List<String> mounts = Files.readAllLines(process.resolve("mountinfo"));
        List<String> groups = Files.readAllLines(process.resolve("cgroup"));
        for (String line : groups) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("memory")) {
                return new Place(Dialect.V1, directory(mounts, "cgroup", "memory", parts[2], root));
            }
        }
        for (String line : groups) {
            if (line.startsWith("0::")) {
                return new Place(Dialect.V2, directory(mounts, "cgroup2", "", line.substring("0::".length()), root));
            }
        }
        throw new NoMemoryControllerException("this system has no control groups for memory");
    }

    private static Path directory(List<String> mounts, String type, String option, String group, Path root)
            throws NoMemoryControllerException {
        return mounts.stream()
                .flatMap(line -> directory(line, type, option, group).stream())
                .findFirst()
                .map(path -> root.resolve(path.substring(1)))
                .orElseThrow(() -> new NoMemoryControllerException("no mounted " + type + " shows the group " + group));
    }

    /** A line: id, parent, device, root, mount point, options..., "-", type, source, options of the file system. */
    private static Optional<String> directory(String line, String type, String option, String group) {
        String[] halves = line.split(" - ", 2);
        String[] fields = halves[0].split(" ", -1);
        if (halves.length < 2 || fields.length <= MOUNT_POINT) {
            return Optional.empty();
        }
        String[] system = halves[1].split(" ", 3);
        boolean wanted = system[0].equals(type)
                && (option.isEmpty() || List.of(system[2].split(",", -1)).contains(option));
        String mountRoot = fields[MOUNT_ROOT].equals("/") ? "" : fields[MOUNT_ROOT];
        return wanted && (group + "/").startsWith(mountRoot + "/")
                ? Optional.of(fields[MOUNT_POINT] + group.substring(mountRoot.length()))
                : Optional.empty();
    }
}
