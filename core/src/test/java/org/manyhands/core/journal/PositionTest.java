package org.manyhands.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;

class PositionTest {
    private static final Bytes DIGEST = Bytes.ofHex("ab");

    @Test
    void shouldEndASegmentByTheNumberOfEntries() {
        Position position = Position.START;
        for (long entries = 0; entries < Position.ENTRIES_MAX; entries++) {
            assertThat(position.full(Position.ENTRIES_MAX)).isFalse();
            position = position.after(10, DIGEST);
        }
        assertThat(position.full(Position.ENTRIES_MAX)).isTrue();
        assertThat(position.next()).isEqualTo(new Position(2, 0, 0, Position.FORMAT, Bytes.EMPTY));
    }

    @Test
    void shouldEndASegmentByTheBytesOfItsEntries() {
        Position position = Position.START.after(Position.BYTES_MAX - 1, DIGEST);
        assertThat(position.full(Position.ENTRIES_MAX)).isFalse();
        assertThat(position.after(1, DIGEST).full(Position.ENTRIES_MAX)).isTrue();
    }

    @Test
    void shouldNotCompareASegmentThatTwoFormatsWrote() {
        Position older = new Position(7, 5, 100, Position.FORMAT + 1, DIGEST);
        Position mixed = older.after(10, DIGEST);
        assertThat(mixed.format()).isEqualTo(Position.MIXED);
        assertThat(mixed.after(10, DIGEST).format()).isEqualTo(Position.MIXED);
        assertThat(mixed.next().format()).isEqualTo(Position.FORMAT);
    }
}
