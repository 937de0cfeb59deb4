package org.manyhands.cli.spec;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/**
 * The files that a pattern names: {@code * ? [a-z] {a,b}} within one name, {@code **} over directories. As in a shell a
 * name that starts with a dot is matched only by a pattern that does.
 */
public final class Glob {
    private static final int DEPTH_MAX = 64;

    private final SortedSet<String> found = new TreeSet<>();
    private final Path base;

    private Glob(Path base) {
        this.base = base;
    }

    /**
     * Expands one path or glob.
     *
     * @param directory to which a relative pattern is relative
     * @return sorted, each as the pattern would have named it; a path without special characters comes back as it is if
     *     it exists; empty if nothing matches
     * @throws SpecException if the pattern is malformed or a directory cannot be read
     */
    public static List<String> expand(Path directory, String pattern) throws SpecException {
        Glob glob = new Glob(directory);
        List<String> names = new ArrayList<>(List.of(pattern.split("/+")));
        boolean absolute = pattern.startsWith("/");
        if (absolute && !names.isEmpty()) {
            names.removeFirst();
        }
        try {
            glob.walk(absolute ? "/" : "", names, 0);
        } catch (IOException e) {
            throw new SpecException("the files of " + Text.quoted(pattern) + " cannot be listed: " + e.getMessage());
        } catch (PatternSyntaxException e) {
            throw new SpecException(Text.quoted(pattern) + " is not a glob: " + e.getDescription());
        }
        return List.copyOf(glob.found);
    }

    /** Whether the text has characters that make it a pattern. */
    public static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private void walk(String prefix, List<String> names, int depth) throws IOException {
        if (names.isEmpty()) {
            found.add(prefix.isEmpty() ? "." : prefix);
            return;
        }
        String name = names.getFirst();
        List<String> rest = names.subList(1, names.size());
        if (name.equals("**")) {
            anyDepth(prefix, names, rest, depth);
        } else if (isPattern(name)) {
            for (String child : matching(prefix, name)) {
                enter(join(prefix, child), rest, depth);
            }
        } else if (Files.exists(base.resolve(join(prefix, name)), LinkOption.NOFOLLOW_LINKS)) {
            enter(join(prefix, name), rest, depth);
        }
    }

    private void enter(String path, List<String> rest, int depth) throws IOException {
        if (rest.isEmpty() || Files.isDirectory(base.resolve(path))) {
            walk(path, rest, depth);
        }
    }

    private void anyDepth(String prefix, List<String> names, List<String> rest, int depth) throws IOException {
        walk(prefix, rest.isEmpty() ? List.of("*") : rest, depth);
        if (depth > DEPTH_MAX) {
            throw new IOException("directories nested more than " + DEPTH_MAX + " deep");
        }
        for (String child : matching(prefix, "*")) {
            Path path = base.resolve(join(prefix, child));
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                anyDepth(join(prefix, child), names, rest, depth + 1);
            }
        }
    }

    private List<String> matching(String prefix, String pattern) throws IOException {
        Path directory = base.resolve(prefix);
        PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + pattern);
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
                for (Path child : children) {
                    Path name = child.getFileName();
                    if (matcher.matches(name)
                            && (pattern.startsWith(".") || !name.toString().startsWith("."))) {
                        names.add(name.toString());
                    }
                }
            }
        }
        return names;
    }

    private static String join(String prefix, String name) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix + name : prefix + "/" + name;
    }
}
