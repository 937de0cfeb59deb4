package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.manyhands.core.kit.StepBuilder.step;

import org.junit.jupiter.api.Test;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.State;

class LevelsTest {
    private final MachineFixture fixture = new MachineFixture();

    @Test
    void shouldBeginAtTheFirstLevelAndBeRaised() {
        assertThat(fixture.state().level()).isEqualTo(Command.LEVEL_FIRST);
        assertThat(fixture.apply(new Command.RaiseLevel(2))).isEqualTo(new Reply.Done());
        assertThat(fixture.events()).containsExactly(new Event.LevelRaised(2));
        assertThat(fixture.state().level()).isEqualTo(2);
    }

    @Test
    void shouldNeverBeLoweredNorRaisedTwice() {
        fixture.raise();
        for (int level : new int[] {Integer.MIN_VALUE, 0, 1, 2, Machine.LEVEL}) {
            assertThat(fixture.apply(new Command.RaiseLevel(level))).isEqualTo(new Reply.Done());
            assertThat(fixture.events()).isEmpty();
            assertThat(fixture.state().level()).isEqualTo(Machine.LEVEL);
        }
    }

    @Test
    void shouldRefuseACommandThatNeedsAHigherLevel() {
        long job = fixture.submit(step("a", 0));
        State before = fixture.state();
        assertThat(fixture.apply(fixture.archiving(job))).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(RefusalCode.LEVEL);
            assertThat(refused.sentence()).contains("level 2", "at level 1", "every control node");
        });
        assertThat(fixture.state().jobs()).isEqualTo(before.jobs());
        fixture.raise();
        fixture.archive(job);
    }

    @Test
    void shouldHaltAndNotDifferWhereTheProgramDoesNotKnowTheLevel() {
        MachineFixture old = new MachineFixture(new Machine().knowing(1));
        long job = old.submit(step("a", 0));
        State before = old.state();
        assertThatThrownBy(() -> old.apply(new Command.RaiseLevel(2)))
                .isInstanceOf(NewerLevelException.class)
                .hasMessageContainingAll("level 2", "up to 1");
        assertThatThrownBy(() -> old.apply(old.archiving(job))).isInstanceOf(NewerLevelException.class);
        assertThat(old.state()).isEqualTo(before);
        assertThat(old.apply(new Command.RaiseLevel(1))).isEqualTo(new Reply.Done());
    }

    @Test
    void shouldRefuseAStateAtALevelThatItDoesNotKnow() {
        Machine machine = new Machine();
        State state = State.initial(1).withLevel(Machine.LEVEL);
        assertThatCode(() -> machine.check(state)).doesNotThrowAnyException();
        assertThatThrownBy(() -> machine.check(state.withLevel(Machine.LEVEL + 1)))
                .isInstanceOf(NewerLevelException.class)
                .hasMessageContainingAll("level " + (Machine.LEVEL + 1), "up to " + Machine.LEVEL);
    }

    @Test
    void shouldSayWhatMustNotComeIntoTheLogYet() {
        Command.ArchiveJob archive = fixture.archiving(fixture.submit(step("a", 0)));
        assertThat(Machine.tooEarly(archive, 1))
                .hasValueSatisfying(why -> assertThat(why).contains("level 2"));
        assertThat(Machine.tooEarly(archive, 2)).isEmpty();
        assertThat(Machine.tooEarly(new Command.RaiseLevel(2), 1)).isEmpty();
    }
}
