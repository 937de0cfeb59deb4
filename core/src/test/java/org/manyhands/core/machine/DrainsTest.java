package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.cores;
import static org.manyhands.core.kit.MachineFixture.opening;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.DrainNode;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.place.Decision;
import org.manyhands.core.place.Placement;
import org.manyhands.core.state.Drain;

/** Nodes that are to be empty, by a person or by themselves. */
class DrainsTest {
    private final MachineFixture fixture = new MachineFixture();

    DrainsTest() {
        fixture.raise();
    }

    private Optional<Drain> drain(String node) {
        return fixture.state().nodes().at(node).drain();
    }

    @Test
    void shouldWantBackWhatHasNotStartedAndLetTheRestEnd() {
        StepRef ref = new StepRef(fixture.submit(step("a", 4)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0, 1), 1);
        fixture.apply(new DrainNode("one", "a new disk", 0));
        assertThat(fixture.events()).containsExactly(new Event.NodeDrained("one", "a new disk", 0, "leader"));
        assertThat(fixture.lease(session, ref).unstarted()).isEqualTo(ItemSet.of(0, 1));
        assertThat(fixture.lease(session, ref).kill()).isEqualTo(ItemSet.EMPTY);
        fixture.release(session, ref, 1);
        fixture.ok(session, ref, 0);
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.of(0));
        assertThat(fixture.place()).isEmpty();
    }

    @Test
    void shouldPlaceElsewhereAndSayWhenThereIsNowhere() {
        StepRef ref = new StepRef(fixture.submit(step("a", 4)), 0);
        fixture.open("one");
        fixture.apply(new DrainNode("one", "", 0));
        assertThat(fixture.placement().decisions().get(ref)).isEqualTo(new Decision.Drained(4, List.of("one")));
        long other = fixture.open("two");
        assertThat(fixture.place()).extracting(Command.Grant::session).containsOnly(other);
    }

    @Test
    void shouldGiveWorkAgainAfterwards() {
        fixture.submit(step("a", 4));
        long session = fixture.open("one");
        fixture.apply(new DrainNode("one", "", 0));
        fixture.apply(new Command.ResumeNode("one"));
        assertThat(drain("one")).isEmpty();
        assertThat(fixture.place()).extracting(Command.Grant::session).containsOnly(session);
    }

    @Test
    void shouldStayDrainedOverABoot() {
        fixture.open("one");
        fixture.apply(new DrainNode("one", "", 0));
        fixture.opened(opening("one", 7, 1, cores(8)));
        assertThat(drain("one")).isPresent();
    }

    @Test
    void shouldEndWhatRunsWhenTheLimitIsOver() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.apply(new DrainNode("one", "", 5_000));
        Placement early = fixture.placement();
        assertThat(early.revokes()).isEmpty();
        assertThat(early.nextDueTicks()).contains(fixture.state().ticks() + 5_000);
        fixture.at(5_000).pass(1);
        List<Command.Revoke> late = fixture.placement().revokes();
        late.forEach(fixture::apply);
        assertThat(fixture.lease(session, ref).kill()).isEqualTo(ItemSet.of(0));
        assertThat(fixture.placement().revokes()).as("once").isEmpty();
    }

    @Test
    void shouldGiveNothingToAProcessThatIsAboutToEnd() {
        StepRef ref = new StepRef(fixture.submit(step("a", 2)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.apply(new Command.Release(session, 1, List.of(), true));
        assertThat(fixture.place()).isEmpty();
        assertThat(fixture.apply(new Command.Grant(session, ref, ItemSet.of(1), 1)))
                .isInstanceOf(Reply.Refused.class);
        fixture.ok(session, ref, 0);
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.of(0));
        long next = fixture.opened(opening("one", 7, 1, cores(8)));
        assertThat(fixture.place()).extracting(Command.Grant::session).containsOnly(next);
    }

    @Test
    void shouldRefuseWhatItCannotDo() {
        fixture.open("one");
        assertThat(fixture.apply(new DrainNode("two", "", 0)))
                .isEqualTo(new Reply.Refused(
                        RefusalCode.NO_SUCH_NODE, "there is no node 'two'; 'mh node list' lists them"));
        assertThat(fixture.apply(new DrainNode("one", "x".repeat(DrainNode.REASON_MAX + 1), 0)))
                .isInstanceOf(Reply.Refused.class);
        assertThat(fixture.apply(new DrainNode("one", "", DrainNode.LIMIT_MILLIS_MAX + 1)))
                .isInstanceOf(Reply.Refused.class);
        assertThat(fixture.apply(new Command.ResumeNode("two"))).isInstanceOf(Reply.Refused.class);
        assertThat(drain("one")).isEmpty();
    }
}
