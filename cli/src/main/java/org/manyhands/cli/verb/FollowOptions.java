package org.manyhands.cli.verb;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.progress.Progress;
import picocli.CommandLine.Option;

/** How a job is followed. */
final class FollowOptions {
    @Option(
            names = "--progress",
            paramLabel = "MODE",
            description = "auto, bar, plain, json or none (default: a bar on a terminal).")
    private String progress = "auto";

    @Option(names = "--unordered", description = "Output as it is committed, not in the order of the items.")
    private boolean unordered;

    @Option(names = "--to", paramLabel = "DIR", description = "Where the files of the result go (default: NAME.out).")
    private @Nullable Path to;

    Progress.Mode progress() {
        return Progress.Mode.valueOf(progress.toUpperCase(java.util.Locale.ROOT));
    }

    void check() throws UsageException {
        for (Progress.Mode mode : Progress.Mode.values()) {
            if (mode.name().equalsIgnoreCase(progress)) {
                return;
            }
        }
        throw new UsageException("--progress: '" + progress + "' (expected: auto, bar, plain, json or none)");
    }

    boolean unordered() {
        return unordered;
    }

    Optional<Path> to() {
        return Optional.ofNullable(to);
    }
}
