package org.manyhands.cli.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.SortedSet;
import java.util.TreeSet;
import org.manyhands.core.items.ItemSet;
import org.manyhands.store.files.FileEntry;
import org.manyhands.store.pack.PackEntry;

/** Brings the files that tasks left to a directory of the user. A file appears whole or not at all. */
public final class ResultFiles {
    private ResultFiles() {}

    /**
     * Writes the files of these items below a directory, which is made if it is not there.
     *
     * @param byItem a directory for each item, named by its number; otherwise all in one
     * @return the files, relative to the directory
     * @throws ProblemException if two items left the same file and they should all be in one directory
     */
    public static List<String> fetch(StepOutput output, ItemSet items, Path directory, boolean byItem)
            throws IOException, ProblemException {
        if (!byItem) {
            requireDistinct(output, items);
        }
        List<String> written = new ArrayList<>();
        for (PrimitiveIterator.OfInt each = items.iterator(); each.hasNext(); ) {
            int item = each.nextInt();
            PackEntry entry = output.entry(item).orElseThrow(() -> new IOException("the record of a task is gone"));
            Path target = byItem ? directory.resolve(Integer.toString(item + 1)) : directory;
            Files.createDirectories(target);
            entry.materialize(target);
            for (FileEntry file : entry.files()) {
                if (!(file.body() instanceof FileEntry.Body.Directory)) {
                    written.add((byItem ? (item + 1) + "/" : "") + file.path());
                }
            }
        }
        return written;
    }

    private static void requireDistinct(StepOutput output, ItemSet items) throws IOException, ProblemException {
        SortedSet<String> seen = new TreeSet<>();
        for (PrimitiveIterator.OfInt each = items.iterator(); each.hasNext(); ) {
            int item = each.nextInt();
            PackEntry entry = output.entry(item).orElseThrow(() -> new IOException("the record of a task is gone"));
            for (FileEntry file : entry.files()) {
                boolean directory = file.body() instanceof FileEntry.Body.Directory;
                if (!directory && !seen.add(file.path().toString())) {
                    throw new ProblemException(
                            409,
                            "'" + file.path() + "' was left by task " + (item + 1)
                                    + " and by an earlier one; get them with --by-item, a directory for each task");
                }
            }
        }
    }
}
