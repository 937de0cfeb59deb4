package org.manyhands.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class ProcTableTest {
    @Test
    void shouldReadAProcessWhoseNameIsConfusing() {
        ProcessEntry entry = ProcTable.parse(
                42,
                "42 (a) R 1 (b) S 7 40 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 123456 1000 1 18446744073709551615");

        assertThat(entry).isEqualTo(new ProcessEntry(42, 7, 41, 123456, false));
    }

    @Test
    void shouldSeeThisProcess() {
        ProcTable table = new ProcTable();
        int self = (int) ProcessHandle.current().pid();

        assertThat(table.all()).anyMatch(entry -> entry.pid() == self && !entry.zombie());
        assertThat(table.entry(self)).isNotNull();
    }

    @Test
    void shouldMatchWholeEntriesOnly() {
        Environ environ = new Environ(ByteString.copyFromUtf8("X=MH_BOOT=d.1\0MH_BOOT=d.12\0LAST=1"));

        assertThat(environ.has(ByteString.copyFromUtf8("MH_BOOT=d.12"))).isTrue();
        assertThat(environ.has(ByteString.copyFromUtf8("LAST=1"))).isTrue();
        assertThat(environ.has(ByteString.copyFromUtf8("MH_BOOT=d.1"))).isFalse();
        assertThat(environ.hasPrefix(ByteString.copyFromUtf8("MH_BOOT=d."))).isTrue();
        assertThat(environ.hasPrefix(ByteString.copyFromUtf8("BOOT"))).isFalse();
        assertThat(Environ.NONE.has(ByteString.copyFromUtf8("X"))).isFalse();
    }
}
