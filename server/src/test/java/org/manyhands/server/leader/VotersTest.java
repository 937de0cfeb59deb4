package org.manyhands.server.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VotersTest {
    private final Voters voters = new Voters();

    @Test
    void shouldTakeThoseThatAreThereOneByOneUpToAnOddNumber() {
        assertThat(steps(set("a"), set("a", "b", "c", "d"), set("b", "c", "d")))
                .containsExactly(set("a", "b"), set("a", "b", "c"));
    }

    @Test
    void shouldLeaveASecondOneACandidate() {
        assertThat(steps(set("a"), set("a", "b"), set("b"))).isEmpty();
    }

    @Test
    void shouldNotTakeWhoCannotBeReached() {
        assertThat(steps(set("a"), set("a", "b", "c"), set("b"))).isEmpty();
    }

    @Test
    void shouldTakeOutWhoWasRemovedBeforeItTakesAnother() {
        assertThat(steps(set("a", "b", "c"), set("a", "b", "d"), set("d")))
                .containsExactly(set("a", "b"), set("a", "b", "d"));
    }

    @Test
    void shouldHaveAnotherOneKeepTheLogBeforeTheLastOneGoes() {
        assertThat(steps(set("a"), set("b", "c"), set("b", "c"))).containsExactly(set("a", "b"), set("b"));
    }

    @Test
    void shouldWaitForAnotherOneBeforeTheLastOneGoes() {
        assertThat(steps(set("a"), set("b"), set())).isEmpty();
    }

    /** What is done until all is as it should be. */
    private List<Set<String>> steps(Set<String> first, Set<String> members, Set<String> there) {
        List<Set<String>> steps = new ArrayList<>();
        Optional<SortedSet<String>> next = voters.next(new TreeSet<>(first), new TreeSet<>(members), there::contains);
        while (next.isPresent()) {
            steps.add(next.get());
            next = voters.next(next.get(), new TreeSet<>(members), there::contains);
        }
        return steps;
    }

    private static Set<String> set(String... names) {
        return new TreeSet<>(List.of(names));
    }
}
