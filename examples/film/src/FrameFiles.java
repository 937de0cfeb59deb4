import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the frames of a film: files named like {@code frame-17.png}, in a directory or one level below it. */
final class FrameFiles {
    private static final Pattern NAME = Pattern.compile("frame-(\\d{1,9})\\.png");
    private static final int DEPTH = 2;

    private FrameFiles() {}

    /** The frames in the order of their numbers; refuses a directory with none, with gaps, or with duplicates. */
    static List<Path> in(Path directory) throws IOException {
        SortedMap<Integer, Path> frames = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                Path twin = name.matches() ? frames.put(Integer.valueOf(name.group(1)), file) : null;
                if (twin != null) {
                    throw new IOException("the same frame twice: " + twin + " and " + file);
                }
            }
        }
        refuseGaps(directory, frames);
        return List.copyOf(frames.values());
    }

    private static void refuseGaps(Path directory, SortedMap<Integer, Path> frames) throws IOException {
        if (frames.isEmpty()) {
            throw new IOException("no frame-NUMBER.png in " + directory);
        }
        int expected = 1;
        for (int number : frames.keySet()) {
            if (number != expected) {
                throw new IOException("frame " + expected + " is missing in " + directory);
            }
            expected++;
        }
    }
}
