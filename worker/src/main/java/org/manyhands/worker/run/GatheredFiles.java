package org.manyhands.worker.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.manyhands.store.pack.StepCommits;
import org.roaringbitmap.RoaringBitmap;

/** Writes the standard outputs of the tasks of a step as files, whose names sort as the items do. */
final class GatheredFiles {
    /** More are for standard input. */
    static final int FILES_MAX = 1_000_000;

    private static final int DIGITS_MIN = 6;

    private GatheredFiles() {}

    /**
     * Writes them into an empty directory, and their paths into a list, one a line.
     *
     * @throws StagingException if there are too many, or one is gone
     */
    static void write(StepCommits commits, RoaringBitmap items, Path directory, Path list)
            throws IOException, StagingException {
        if (items.getLongCardinality() > FILES_MAX) {
            throw new StagingException(items.getLongCardinality() + " outputs are gathered as files (limit: "
                    + FILES_MAX + "); gather them as stdin");
        }
        try (BufferedWriter paths = Files.newBufferedWriter(list, StandardCharsets.UTF_8)) {
            for (var each = items.getIntIterator(); each.hasNext(); ) {
                int item = each.next();
                Path file = directory.resolve(name(item + 1L));
                try (InputStream output = commits.find(item)
                        .orElseThrow(() -> new StagingException("the output of task " + (item + 1) + " is gone"))
                        .stdout()) {
                    Files.copy(output, file);
                }
                paths.write(file + "\n");
            }
        }
    }

    private static String name(long number) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, DIGITS_MIN - digits.length())) + digits;
    }
}
