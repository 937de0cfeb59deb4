package org.manyhands.server.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.command.Command.RaiseLevel;
import org.manyhands.core.state.State;

class LevelsTest {
    @Test
    void shouldRaiseToWhatEveryMemberKnows() {
        State state = State.initial(1);
        assertThat(Levels.due(state, List.of(3))).contains(new RaiseLevel(3));
        assertThat(Levels.due(state, List.of(3, 2, 3))).contains(new RaiseLevel(2));
        assertThat(Levels.due(state, List.of(3, 1, 3))).isEmpty();
        assertThat(Levels.due(state.withLevel(3), List.of(3, 2))).isEmpty();
    }
}
