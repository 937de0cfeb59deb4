package org.manyhands.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.manyhands.store.BlobRefusedException;

class FilePathTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "a b", "...", "..a/b..", "\n", "a\\b", "%41", "~", "-x", "é/日本"})
    void shouldAcceptPlainNamesAndReturnTheirBytes(String path) throws Exception {
        FilePath made = FilePath.of(path);
        assertThat(made.toBytes()).isEqualTo(path.getBytes(StandardCharsets.UTF_8));
        assertThat(made).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a\0b"})
    void shouldRefuseWhatIsNotARelativePathOfPlainNames(String path) {
        assertThatThrownBy(() -> FilePath.of(path)).isInstanceOf(BlobRefusedException.class);
    }

    @Test
    void shouldRefuseNamesThatAreTooLong() {
        assertThatThrownBy(() -> FilePath.of("a".repeat(256))).hasMessageContaining("limit: 255");
        assertThatThrownBy(() -> FilePath.of("a/".repeat(2048) + "a")).hasMessageContaining("1 to 4096");
    }

    @Test
    void shouldOrderParentsBeforeTheirChildren() throws Exception {
        List<FilePath> paths = new ArrayList<>();
        for (String path : new String[] {"b", "a/b", "a.txt", "a", "ÿ"}) {
            paths.add(FilePath.of(path));
        }
        paths.sort(null);
        assertThat(paths).extracting(FilePath::toString).containsExactly("a", "a.txt", "a/b", "b", "ÿ");
    }

    @Test
    void shouldSurviveTheWayOverTheFileSystemWithAnyBytes() throws Exception {
        for (int b = 1; b < 256; b++) {
            if (b != '/' && b != '.') {
                FilePath path = FilePath.of(new byte[] {'x', '/', (byte) b});
                Path base = Path.of("/some/where");
                assertThat(FilePath.within(base, path.in(base))).isEqualTo(path);
            }
        }
    }

    @Test
    void shouldRefuseFilesOutsideTheBase() {
        for (String file : new String[] {"/base", "/", "/other/a", "/base/../a", "/basement/a"}) {
            assertThatThrownBy(() -> FilePath.within(Path.of("/base"), Path.of(file)))
                    .isInstanceOf(BlobRefusedException.class)
                    .hasMessageContaining("is not inside '/base'");
        }
    }

    @ParameterizedTest
    @CsvSource({"l, a", "l, a/b", "l, ./a", "l, .", "d/l, ../a", "d/l, ..", "d/e/l, ../../a"})
    void shouldAcceptLinksThatStayInside(String link, String target) throws Exception {
        FilePath path = FilePath.of(link);
        LinkTarget to = LinkTarget.of(target.getBytes(StandardCharsets.UTF_8));
        assertThatCode(() -> to.requireInside(path)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"l, /a", "l, ..", "l, ../a", "d/l, ../../a", "d/l, a/../b", "l, a/..", "d/l, .././../a", "l, ''"})
    void shouldRefuseLinksThatCouldLeadOut(String link, String target) throws Exception {
        FilePath path = FilePath.of(link);
        LinkTarget to = LinkTarget.of(target.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> to.requireInside(path))
                .isInstanceOf(BlobRefusedException.class)
                .hasMessageContaining("the symlink '" + link + "' points to '" + target + "'");
    }
}
