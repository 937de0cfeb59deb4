package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Reads {@code /proc} of Linux. */
final class ProcTable implements ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final int FIELDS_BETWEEN_SESSION_AND_START = 15;

    @Override
    public List<ProcessEntry> all() {
        List<ProcessEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path directory : numbers) {
                ProcessEntry entry =
                        entry(Integer.parseInt(directory.getFileName().toString()));
                if (entry != null) {
                    entries.add(entry);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("/proc cannot be listed, so the processes of tasks cannot be found", e);
        }
        return entries;
    }

    @Override
    public @Nullable ProcessEntry entry(int pid) {
        try {
            String stat = new String(Files.readAllBytes(PROC.resolve(pid + "/stat")), StandardCharsets.ISO_8859_1);
            return parse(pid, stat);
        } catch (IOException e) {
            return null; // it ended meanwhile
        }
    }

    /** The name in parentheses may hold anything, so the fields are counted from the last one. */
    static @Nullable ProcessEntry parse(int pid, String stat) {
        int end = stat.lastIndexOf(')');
        if (end < 0) {
            return null;
        }
        StringTokenizer fields = new StringTokenizer(stat.substring(end + 1));
        String state = fields.nextToken();
        int parent = Integer.parseInt(fields.nextToken());
        fields.nextToken();
        int session = Integer.parseInt(fields.nextToken());
        for (int i = 0; i < FIELDS_BETWEEN_SESSION_AND_START; i++) {
            fields.nextToken();
        }
        long start = Long.parseLong(fields.nextToken());
        return new ProcessEntry(pid, parent, session, start, state.equals("Z") || state.equals("X"));
    }

    @Override
    public Environ environ(int pid) {
        try {
            return new Environ(ByteString.copyFrom(Files.readAllBytes(PROC.resolve(pid + "/environ"))));
        } catch (IOException e) {
            return Environ.NONE; // it ended meanwhile, or belongs to another user
        }
    }
}
