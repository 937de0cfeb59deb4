package org.manyhands.verify.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.manyhands.store.Content;
import org.manyhands.store.files.FileCommit;
import org.manyhands.store.files.FilePath;
import org.manyhands.store.files.LinkTarget;
import org.manyhands.store.files.NewFile;

/** Puts the files of two tasks below a directory that everybody sees, the second over those of the first. */
final class FileCommitLife implements Life {
    private static final String OLD = "was there before";

    private boolean promised;
    private String done = "";

    private static Path shared(Path root) {
        return root.resolve("shared");
    }

    private static String content(String version) {
        return (version + " ").repeat(50);
    }

    @Override
    public void prepare(Path root) throws IOException {
        Files.createDirectory(shared(root));
        Files.writeString(shared(root).resolve("old"), OLD);
    }

    @Override
    public void write(Path root) throws IOException {
        done = "";
        for (String version : List.of("first", "second")) {
            byte[] content = content(version).getBytes(StandardCharsets.US_ASCII);
            FileCommit.to(
                    shared(root).resolve("results"),
                    List.of(
                            NewFile.regular(FilePath.of("a"), 0644, Content.of(content)),
                            NewFile.directory(FilePath.of("sub"), 0755),
                            NewFile.regular(FilePath.of("sub/b"), 0644, Content.of(content)),
                            NewFile.link(FilePath.of("link"), LinkTarget.of(new byte[] {'a'}))));
            done = version;
            promised = true;
        }
    }

    @Override
    public void check(Path root) throws IOException {
        assertThat(shared(root).resolve("old")).hasContent(OLD);
        Set<String> wanted = new HashSet<>();
        wanted.add(content("second"));
        wanted.add(done.equals("second") ? content("second") : content("first"));
        Path results = shared(root).resolve("results");
        for (String name : List.of("a", "sub/b")) {
            Path file = results.resolve(name);
            if (promised || Files.exists(file)) {
                assertThat(Files.readString(file)).isIn(wanted);
            }
        }
        if (promised || Files.exists(results.resolve("link"), LinkOption.NOFOLLOW_LINKS)) {
            assertThat(Files.readSymbolicLink(results.resolve("link"))).isEqualTo(Path.of("a"));
        }
    }
}
