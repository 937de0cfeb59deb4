package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lives of a node are counted, and copies of its directory told apart. */
class BootTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("boot");
    }

    @Test
    void shouldCountLivesUnderOneDirectoryId() throws Exception {
        Boot first = Boot.next(file());
        Boot second = Boot.next(file());
        assertThat(first.number()).isEqualTo(1);
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.directoryId()).isEqualTo(first.directoryId()).isNotEmpty();
        assertThat(second.tag()).isNotEqualTo(first.tag());
    }

    @Test
    void shouldTellACopyByItsTag() throws Exception {
        Boot.next(file());
        Path copy = directory.resolve("copy");
        Files.copy(file(), copy);
        Boot original = Boot.next(file());
        Boot copied = Boot.next(copy);
        assertThat(copied.number()).isEqualTo(original.number());
        assertThat(copied.tag()).isNotEqualTo(original.tag());
    }

    @Test
    void shouldMarkTheTasksOfACopiedDirectoryDifferently() throws Exception {
        Boot original = Boot.next(file());
        Path copy = Files.createDirectory(directory.resolve("copy")).resolve("boot");
        Files.copy(file(), copy);
        Boot copied = Boot.next(copy);
        assertThat(copied.directoryId()).isNotEqualTo(original.directoryId());
        assertThat(copied.number()).isEqualTo(2);
        assertThat(Boot.next(copy).directoryId()).isEqualTo(copied.directoryId());
    }

    @Test
    void shouldReadWhatWasWrittenBeforeThePlaceWasKept() throws Exception {
        Files.writeString(file(), "manyhands boot 1\nabc\n4\n5\n");
        Boot next = Boot.next(file());
        assertThat(next.directoryId()).isEqualTo("abc");
        assertThat(next.number()).isEqualTo(5);
        assertThat(Boot.next(file()).directoryId()).isEqualTo("abc");
    }

    @Test
    void shouldTellDirectoriesApart() throws Exception {
        assertThat(Boot.next(file()).directoryId())
                .isNotEqualTo(Boot.next(directory.resolve("other")).directoryId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "manyhands boot 1\nabc\nmany\n5\n",
                "manyhands boot 1\nabc\n",
                "manyhands boot 2\nabc\n1\n5\n",
                "manyhands boot 3\nabc\n1\n5\nhere\n",
                "manyhands boot 1\nabc\n1\n5\nmore\n"
            })
    void shouldRefuseWhatItDidNotWriteAndLeaveIt(String text) throws Exception {
        Files.writeString(file(), text);
        assertThatThrownBy(() -> Boot.next(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString());
        assertThat(file()).hasContent(text);
    }
}
