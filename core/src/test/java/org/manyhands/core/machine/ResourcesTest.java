package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.SetResource;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.place.Decision;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Usage;

/** What the cluster as a whole has so much of. */
class ResourcesTest {
    private final MachineFixture fixture = new MachineFixture();

    ResourcesTest() {
        fixture.raise();
    }

    private Decision decision(StepRef ref) {
        return Objects.requireNonNull(fixture.placement().decisions().get(ref));
    }

    private void refused(Command command, String... saying) {
        Reply.Refused refused = fixture.expect(Reply.Refused.class, fixture.apply(command));
        assertThat(refused.sentence()).contains(saying);
    }

    @Test
    void shouldShareWhatThereIsOverAllNodes() {
        fixture.apply(new SetResource("licence", 3_000));
        StepRef ref = new StepRef(fixture.submit(step("a", 20).demand("licence", 1_000)), 0);
        fixture.open("one");
        fixture.open("two");
        fixture.place();
        assertThat(Usage.inCluster(fixture.state(), "licence")).isEqualTo(3_000);
        assertThat(Usage.running(fixture.state(), ref)).isEqualTo(3);
    }

    @Test
    void shouldSayWhatIsInUseAndWhatIsTooLittle() {
        fixture.apply(new SetResource("licence", 1_000));
        StepRef first = new StepRef(fixture.submit(step("a", 1).demand("licence", 1_000)), 0);
        long session = fixture.open("one");
        fixture.granted(session, first, ItemSet.of(0));
        StepRef next = new StepRef(fixture.submit(step("b", 2).demand("licence", 1_000)), 0);
        assertThat(decision(next)).isEqualTo(new Decision.InUse(2, "licence", 1_000, 1_000));
        StepRef big = new StepRef(fixture.submit(step("c", 2).demand("licence", 2_000)), 0);
        assertThat(decision(big)).isEqualTo(new Decision.TooLittle(2, "licence", 1_000, 2_000));
        fixture.apply(new SetResource("licence", 2_000));
        assertThat(decision(next)).isInstanceOf(Decision.Granted.class);
    }

    @Test
    void shouldKeepForTheFirstWhatIsNotEnoughForItYet() {
        fixture.apply(new SetResource("licence", 2_000));
        long session = fixture.open("one");
        StepRef small = new StepRef(fixture.submit(step("a", 9).demand("licence", 1_000)), 0);
        fixture.granted(session, small, ItemSet.of(0));
        StepRef big = new StepRef(fixture.submit(5, step("b", 1).demand("licence", 2_000)), 0);
        fixture.place();
        assertThat(Usage.running(fixture.state(), small))
                .as("the free one is kept")
                .isEqualTo(1);
        fixture.ok(session, small, 0);
        fixture.place();
        assertThat(Usage.running(fixture.state(), big)).isEqualTo(1);
    }

    @Test
    void shouldLetNothingMoreBeginWhenThereIsLess() {
        fixture.apply(new SetResource("licence", 2_000));
        StepRef ref = new StepRef(fixture.submit(step("a", 9).demand("licence", 1_000)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0, 1), 2);
        fixture.apply(new SetResource("licence", 0));
        assertThat(fixture.place()).isEmpty();
        fixture.ok(session, ref, 0);
        assertThat(fixture.place()).isEmpty();
        assertThat(decision(ref)).isInstanceOf(Decision.TooLittle.class);
    }

    @Test
    void shouldNotRemoveWhatIsInUse() {
        fixture.apply(new SetResource("licence", 1_000));
        StepRef ref = new StepRef(fixture.submit(step("a", 1).demand("licence", 1_000)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        refused(new Command.RemoveResource("licence"), "mh resource set licence=0");
        fixture.ok(session, ref, 0);
        assertThat(fixture.apply(new Command.RemoveResource("licence"))).isEqualTo(new Reply.Done());
        refused(new Command.RemoveResource("licence"), "no resource 'licence'");
    }

    @Test
    void shouldRefuseWhatItCannotShare() {
        refused(new SetResource("cpu", 1_000), "each node has its own cpu");
        refused(new SetResource("a b", 1_000), "'a b'");
        refused(new SetResource("licence", -1), "-1");
        for (int number = 0; number < State.RESOURCES_MAX; number++) {
            fixture.apply(new SetResource("r" + number, 1_000));
        }
        refused(new SetResource("licence", 1_000), "which is the limit");
        assertThat(fixture.apply(new SetResource("r7", 5_000))).isEqualTo(new Reply.Done());
    }
}
