package org.manyhands.server.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.manyhands.server.leader.Balance.Move;

class BalanceTest {
    private static final String LEADER = "c1";

    /** So many workers at each of c1, c2 and so on. */
    private static SortedMap<String, List<Long>> attached(int... counts) {
        SortedMap<String, List<Long>> attached = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            long first = 100L * i;
            attached.put(
                    "c" + (i + 1),
                    LongStream.range(first, first + counts[i]).boxed().toList());
        }
        return attached;
    }

    private static List<Integer> after(SortedMap<String, List<Long>> attached, List<Move> moves) {
        SortedMap<String, List<Long>> now = new TreeMap<>();
        attached.forEach((node, sessions) -> now.put(node, new ArrayList<>(sessions)));
        for (Move move : moves) {
            assertThat(at(now, move.from()).remove((Object) move.session())).isTrue();
            at(now, move.to()).add(move.session());
        }
        return now.values().stream().map(List::size).toList();
    }

    private static List<Long> at(SortedMap<String, List<Long>> attached, String node) {
        return Objects.requireNonNull(attached.get(node));
    }

    private static List<Integer> evened(int... counts) {
        return after(attached(counts), Balance.moves(attached(counts), LEADER, _ -> true));
    }

    @Test
    void shouldMoveWorkersToThoseWithFewer() {
        assertThat(evened(4, 0, 0)).isEqualTo(List.of(1, 2, 1));
        assertThat(evened(0, 5, 0)).isEqualTo(List.of(1, 2, 2));
        assertThat(evened(0, 300, 299)).isEqualTo(List.of(199, 200, 200));
    }

    @Test
    void shouldLeaveAloneWhatIsEven() {
        assertThat(Balance.moves(attached(1, 1, 2), LEADER, _ -> true)).isEmpty();
        assertThat(Balance.moves(attached(0, 1, 1), LEADER, _ -> true)).isEmpty();
        assertThat(Balance.moves(attached(7), LEADER, _ -> true)).isEmpty();
        assertThat(Balance.moves(attached(), LEADER, _ -> true)).isEmpty();
    }

    @Test
    void shouldSpareTheLeaderRatherThanAnother() {
        assertThat(evened(2, 1)).isEqualTo(List.of(1, 2));
    }

    @Test
    void shouldNotMoveWhoMayNotGo() {
        assertThat(Balance.moves(attached(4, 0), LEADER, session -> session == 2))
                .isEqualTo(List.of(new Move(2, "c1", "c2")));
    }

    @Test
    void shouldEndEvenAndMoveNobodyTwice() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            int[] counts = random.ints(1 + random.nextInt(5), 0, 40).toArray();
            List<Move> moves = Balance.moves(attached(counts), LEADER, _ -> true);
            List<Integer> sizes = new ArrayList<>(after(attached(counts), moves));
            assertThat(sizes.stream().mapToInt(size -> size).sum())
                    .isEqualTo(Arrays.stream(counts).sum());
            sizes.set(0, sizes.getFirst() + Balance.LEADING);
            assertThat(sizes.stream().mapToInt(size -> size).max().orElseThrow()
                            - sizes.stream().mapToInt(size -> size).min().orElseThrow())
                    .as("seed %d: %s", seed, moves)
                    .isLessThanOrEqualTo(Arrays.stream(counts).sum() == 0 ? 1 : Balance.UNEVEN_MIN - 1);
            assertThat(moves.stream().map(Move::session)).doesNotHaveDuplicates();
        }
    }
}
