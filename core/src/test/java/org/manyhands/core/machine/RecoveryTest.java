package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.digest;
import static org.manyhands.core.kit.MachineFixture.joining;
import static org.manyhands.core.kit.MachineFixture.opening;
import static org.manyhands.core.kit.MachineFixture.token;
import static org.manyhands.core.kit.StepBuilder.step;
import static org.manyhands.core.machine.TokensTest.refused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.AdmitNode;
import org.manyhands.core.command.Command.CreateToken;
import org.manyhands.core.command.Command.RecoverCluster;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.Invariants;
import org.manyhands.core.state.State;

class RecoveryTest {
    private static final Reply DONE = new Reply.Done();
    private static final long EPOCH = 0x5eed;

    private final MachineFixture fixture = new MachineFixture();

    /** Control nodes named control, two and three, and a worker. */
    private void cluster() {
        fixture.found();
        fixture.apply(new CreateToken("c", digest(6), Role.CONTROL, 3, 60_000));
        fixture.apply(new AdmitNode("two", digest(2), Role.CONTROL, "c", digest(6)));
        fixture.apply(new AdmitNode("three", digest(3), Role.CONTROL, "c", digest(6)));
        fixture.apply(token(5, 2));
        fixture.apply(joining("worker", 11, 5));
    }

    private Reply recover(String node) {
        return fixture.apply(new RecoverCluster(node, EPOCH));
    }

    @Test
    void shouldLeaveOneControlNodeInAnotherEpoch() {
        cluster();
        long through = fixture.state().applied();
        assertThat(recover("two")).isEqualTo(DONE);
        assertThat(fixture.state().epoch()).isEqualTo(EPOCH);
        assertThat(fixture.state().members().containsKey("two")).isTrue();
        assertThat(fixture.state().members().containsKey("worker")).isTrue();
        assertThat(fixture.state().members().size()).isEqualTo(2);
        assertThat(fixture.events())
                .contains(
                        new Event.NodeRemoved("control", "leader"),
                        new Event.NodeRemoved("three", "leader"),
                        new Event.ClusterRecovered("two", through, List.of("control", "three"), "leader"));
        Invariants.check(fixture.state());
    }

    @Test
    void shouldFreeWhatSessionsHeldAndKeepWhatIsSettled() {
        StepRef ref = new StepRef(fixture.submit(step("a", 3).lostAfter(60_000)), 0);
        cluster();
        long far = fixture.opened(opening("worker", 3, 11));
        long near = fixture.opened(opening("three", 1, 3));
        fixture.granted(far, ref, ItemSet.of(0, 1));
        fixture.granted(near, ref, ItemSet.of(2));
        fixture.ok(far, ref, 0);
        Command.Commit late = fixture.commit(far, 2, MachineFixture.part(ref, ItemSet.of(1), ItemSet.EMPTY));
        recover("two");
        assertThat(fixture.state().sessions().isEmpty()).isTrue();
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.of(0));
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(1, 2));
        assertThat(fixture.apply(late)).isEqualTo(new Reply.Ended());
        // In the same life of its process.
        long again = fixture.opened(opening("worker", 3, 11));
        fixture.granted(again, ref, ItemSet.of(1, 2));
        fixture.ok(again, ref, 1, 2);
        assertThat(fixture.verdict(ref.job())).isPresent();
    }

    @Test
    void shouldDecideAJobThatWaitedForWhatIsGone() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        cluster();
        fixture.granted(fixture.opened(opening("worker", 1, 11)), ref, ItemSet.of(0));
        fixture.cancel(ref.job());
        assertThat(fixture.verdict(ref.job())).isEmpty();
        recover("control");
        assertThat(fixture.verdict(ref.job())).isPresent();
    }

    @Test
    void shouldGiveNoIdThatMayHaveBeenGivenBefore() {
        cluster();
        long before = fixture.submit(step("a", 1));
        recover("control");
        assertThat(fixture.submit(step("a", 1))).isGreaterThan(before + Recovery.IDS_LEFT_OUT);
    }

    @Test
    void shouldLetOnlyNewKeysOfTheRemovedIn() {
        cluster();
        recover("control");
        refused(fixture.apply(opening("three", 2, 3)), RefusalCode.NOT_MEMBER);
        refused(
                fixture.apply(new AdmitNode("four", digest(4), Role.CONTROL, "c", digest(6))),
                RefusalCode.NO_SUCH_TOKEN,
                "revoked");
        fixture.apply(new CreateToken("d", digest(7), Role.CONTROL, 1, 60_000));
        assertThat(fixture.apply(new AdmitNode("three", digest(4), Role.CONTROL, "d", digest(7))))
                .isEqualTo(DONE);
    }

    @Test
    void shouldBeTheSameWhateverEpochTheReaderBeganIn() {
        Entry found = new Entry(List.of(), 0, 0);
        Machine machine = new Machine();
        cluster();
        State one = fixture.state();
        State other = machine.apply(one.withEpoch(EPOCH), found).state();
        State here = machine.apply(one, found).state();
        Entry recover = new Entry(List.of(new Envelope(Actor.LEADER, new RecoverCluster("control", EPOCH))), 0, 0);
        assertThat(machine.apply(here, recover)).isEqualTo(machine.apply(other, recover));
    }

    @Test
    void shouldRefuseWhoIsNoControlNode() {
        refused(recover("control"), RefusalCode.LEVEL, "level 3");
        cluster();
        refused(recover("nobody"), RefusalCode.NO_SUCH_NODE, "'nobody'");
        refused(recover("worker"), RefusalCode.WRONG_ROLE, "control node");
        assertThat(fixture.state().epoch()).isNotEqualTo(EPOCH);
    }
}
