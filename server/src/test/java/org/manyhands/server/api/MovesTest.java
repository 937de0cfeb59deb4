package org.manyhands.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Event;
import org.manyhands.core.items.ItemSet;

final class MovesTest {
    private static final StepRef STEP = new StepRef(1, 0);
    private static final StepRef OTHER = new StepRef(1, 1);

    private final Moves moves = new Moves();

    private static EventView view(String text) {
        return new EventView(1, 1, "tasks_taken_back", "1", "s", "", 0, "", 0, "", "", text);
    }

    private void freed(String text, int... items) {
        moves.told(new Event.ItemsFreed(STEP, 7, ItemSet.of(items), "silent", "dead", 1), view(text));
    }

    private void granted(StepRef step, String node, int... items) {
        moves.happened(new Event.ItemsGranted(step, 8, ItemSet.of(items), node, 1));
    }

    private String told(String text) {
        return moves.with(view(text)).text();
    }

    @Test
    void shouldSayWhereTheTasksWent() {
        freed("lost", 0, 1, 2, 6);
        granted(STEP, "w2", 1, 9);
        granted(STEP, "w1", 0, 2);
        assertThat(told("lost")).isEqualTo("lost; then to w1 (1,3), w2 (2)");
    }

    @Test
    void shouldSayNothingOfWhatWentNowhere() {
        freed("lost", 0);
        granted(OTHER, "w2", 0);
        granted(STEP, "w2", 5);
        assertThat(told("lost")).isEqualTo("lost");
        assertThat(told("something else")).isEqualTo("something else");
    }

    @Test
    void shouldTellEachTimeByItself() {
        freed("first", 0, 1);
        granted(STEP, "w1", 0, 1);
        freed("second", 1);
        granted(STEP, "w2", 1);
        assertThat(told("first")).isEqualTo("first; then to w1 (1-2)");
        assertThat(told("second")).isEqualTo("second; then to w2 (2)");
    }
}
