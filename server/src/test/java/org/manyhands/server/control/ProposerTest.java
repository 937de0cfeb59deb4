package org.manyhands.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.server.kit.Words.open;
import static org.manyhands.server.kit.Words.submit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.place.Conditions;
import org.manyhands.core.place.Distances;
import org.manyhands.core.state.State;
import org.manyhands.server.kit.Words;

/** How entries are made, without a log: the test says what became of each. */
class ProposerTest {
    private static final Conditions ANYWHERE = (_, _, _) -> true;

    private static final Logger LOG = Logger.getLogger(Proposer.class.getName());
    private static final int USER = 1;

    private final Replica replica = new Replica(new Machine(), State.initial(7), Replica.Observer.NONE);
    private Proposer proposer = new Proposer(replica, ANYWHERE, Distances.NONE);
    private long index;

    @BeforeEach
    void lead() {
        LOG.setLevel(Level.OFF);
        proposer.lead(0);
    }

    private Asked offer(Command command) {
        Asked asked = new Asked();
        assertThat(proposer.offer(new Envelope(new Actor("user", "token", "", USER), command), asked))
                .isTrue();
        return asked;
    }

    private Proposal proposed() {
        Optional<Proposal> proposal = proposer.propose(0, 0);
        assertThat(proposal).isPresent();
        return proposal.orElseThrow();
    }

    /** The entry came through the log. */
    private void land(Proposal proposal) {
        index++;
        replica.apply(1, index, proposal.entry());
        proposer.applied(proposal, index).forEach(Runnable::run);
    }

    /** Everything that is to be said. */
    private List<Proposal> landAll() {
        List<Proposal> all = new ArrayList<>();
        Optional<Proposal> proposal = proposer.propose(0, 0);
        while (proposal.isPresent()) {
            all.add(proposal.get());
            land(proposal.get());
            proposal = proposer.propose(0, 0);
        }
        return all;
    }

    private static List<Command> commands(Proposal proposal) {
        return Replica.ENTRIES.decode(proposal.entry()).commands().stream()
                .map(Envelope::command)
                .toList();
    }

    @Test
    void shouldTakeNothingWhileItDoesNotLead() {
        proposer.follow();
        assertThat(proposer.offer(new Envelope(Actor.LEADER, open("a")), new Asked()))
                .isFalse();
        assertThat(proposer.propose(0, 0)).isEmpty();
    }

    @Test
    void shouldAnswerNothingBeforeTheEntryIsApplied() {
        Asked asked = offer(open("a"));
        Proposal proposal = proposed();
        assertThat(asked.answers()).isEmpty();
        land(proposal);
        assertThat(asked.reply()).isInstanceOf(Reply.Opened.class);
    }

    @Test
    void shouldRefuseWhatWaitsWhenItLeadsNoMore() {
        Asked asked = offer(open("a"));
        proposer.follow().forEach(Runnable::run);
        assertThat(asked.refused()).isTrue();
    }

    @Test
    void shouldPutManyCommandsIntoOneEntryAndAnswerEachItsOwn() {
        List<Asked> asked = new ArrayList<>();
        for (int key = 0; key < 50; key++) {
            asked.add(offer(submit(key, 1)));
        }
        land(proposed());
        assertThat(proposer.propose(0, 0)).isEmpty();
        assertThat(asked.stream().map(Asked::reply).map(ProposerTest::job)).doesNotHaveDuplicates();
        assertThat(replica.root().applied()).isEqualTo(1);
    }

    private static long job(Reply reply) {
        return reply instanceof Reply.Submitted submitted ? submitted.job() : -1;
    }

    @Test
    void shouldLetGrantsRideInTheEntryOfWhatMadeThemPossible() {
        offer(open("a"));
        offer(submit(1, 5));
        Proposal proposal = proposed();
        assertThat(commands(proposal))
                .hasSize(3)
                .last()
                .isInstanceOfSatisfying(
                        Command.Grant.class, grant -> assertThat(grant.items()).isEqualTo(ItemSet.range(0, 5)));
        assertThat(proposal.waiters()).hasSize(2);
        land(proposal);
        long job = replica.root().jobs().last().orElseThrow().key();
        assertThat(replica.root().jobs().at(job).steps().getFirst().held()).isEqualTo(ItemSet.range(0, 5));
        assertThat(proposer.propose(0, 0)).isEmpty();
    }

    /** A member that does not know the level cannot even read the command. */
    @Test
    void shouldKeepCommandsOutOfTheLogUntilTheirLevelIsApplied() {
        Command.ArchiveJob archive = new Command.ArchiveJob(1, 1, Bytes.EMPTY, List.of());
        offer(new Command.RaiseLevel(archive.level()));
        Proposal raise = proposed();
        Asked early = offer(archive);
        assertThat(proposer.propose(0, 0)).isEmpty();
        assertThat(early.refused()).isTrue();
        land(raise);
        Asked late = offer(archive);
        land(proposed());
        assertThat(late.reply()).isInstanceOf(Reply.Refused.class);
    }

    @Test
    void shouldRefuseOnlyTheCommandAtWhichTheMachineThrows() {
        Asked before = offer(open("a"));
        Asked bug = offer(new Command.OpenSession("b", 1, 1, new Exploding(), new TreeMap<>(), Bytes.EMPTY));
        Asked after = offer(submit(1, 1));
        land(proposed());
        assertThat(before.reply()).isInstanceOf(Reply.Opened.class);
        assertThat(after.reply()).isInstanceOf(Reply.Submitted.class);
        assertThat(bug.refused()).isTrue();
        assertThat(bug.answers().toString()).contains("internal error", "no inventory");
        assertThat(replica.root().nodes().containsKey("b")).isFalse();
    }

    @Test
    void shouldGoOnWhenTheOnlyCommandMakesTheMachineThrow() {
        Asked bug = offer(new Command.OpenSession("b", 1, 1, new Exploding(), new TreeMap<>(), Bytes.EMPTY));
        assertThat(proposer.propose(0, 0)).isEmpty();
        assertThat(bug.refused()).isTrue();
        Asked asked = offer(open("a"));
        land(proposed());
        assertThat(asked.reply()).isInstanceOf(Reply.Opened.class);
    }

    @Test
    void shouldLetEntriesInFlightBuildOnEachOther() {
        offer(open("a"));
        Proposal first = proposed();
        offer(submit(1, 1));
        Proposal second = proposed();
        assertThat(commands(second)).hasSize(2).last().isInstanceOf(Command.Grant.class);
        land(first);
        land(second);
        assertThat(replica.root().jobs().last().orElseThrow().value().anyHeld()).isTrue();
    }

    @Test
    void shouldStartAgainFromWhatIsAppliedAfterAnUnknownOutcome() {
        Asked lost = offer(open("a"));
        Proposal first = proposed();
        Asked built = offer(submit(1, 1));
        Proposal second = proposed();
        proposer.unknown(first, "nobody knows").forEach(Runnable::run);
        assertThat(lost.answers()).containsExactly(new Answer.Unknown("nobody knows"));
        offer(submit(2, 1));
        assertThat(proposer.propose(0, 0)).as("one is still in flight").isEmpty();
        land(second);
        assertThat(built.reply()).isInstanceOf(Reply.Submitted.class);
        Proposal third = proposed();
        assertThat(commands(third)).as("no node is known any more").hasSize(1);
        land(third);
        assertThat(replica.root().nodes().isEmpty()).isTrue();
        assertThat(replica.root().jobs().values()).hasSize(2);
    }

    @Test
    void shouldKeepBuildingOnALostEntryWithoutThatRule() {
        Proposer careless = Proposer.without(Rule.HEAD_STARTS_AGAIN, replica, ANYWHERE, Distances.NONE);
        careless.lead(0);
        careless.offer(new Envelope(Actor.LEADER, open("a")), new Asked());
        Proposal lost = careless.propose(0, 0).orElseThrow();
        careless.offer(new Envelope(Actor.LEADER, submit(1, 1)), new Asked());
        assertThat(careless.propose(0, 0)).as("one that stays in flight").isPresent();
        careless.unknown(lost, "nobody knows");
        careless.offer(new Envelope(Actor.LEADER, submit(2, 1)), new Asked());
        assertThat(commands(careless.propose(0, 0).orElseThrow())).last().isInstanceOf(Command.Grant.class);
    }

    @Test
    void shouldStartAgainAfterARefusedEntry() {
        Asked asked = offer(open("a"));
        proposer.refused(proposed(), "the disk is full").forEach(Runnable::run);
        assertThat(asked.answers()).containsExactly(new Answer.Refused("the disk is full"));
        Asked again = offer(open("a"));
        land(proposed());
        assertThat(again.reply()).isInstanceOf(Reply.Opened.class);
    }

    @Test
    void shouldBoundWhatIsInFlight() {
        List<Proposal> inFlight = new ArrayList<>();
        for (int key = 0; key < 100; key++) {
            offer(submit(key, 1));
            proposer.propose(0, 0).ifPresent(inFlight::add);
        }
        assertThat(inFlight).hasSizeBetween(2, 16);
        inFlight.forEach(this::land);
        landAll();
        assertThat(replica.root().jobs().values()).hasSize(100);
    }

    @Test
    void shouldSplitABatchThatDoesNotFitAnEntryAndKeepItsOrder() {
        int jobs = 64;
        List<Asked> asked = new ArrayList<>();
        for (int key = 0; key < jobs; key++) {
            asked.add(offer(submit(key, Words.plan("big", 1, template(60_000)))));
        }
        List<Proposal> entries = landAll();
        assertThat(entries).hasSizeGreaterThan(jobs * 60_000 / Proposer.ENTRY_BYTES_MAX);
        assertThat(entries).allMatch(entry -> entry.entry().length <= Proposer.ENTRY_BYTES_MAX);
        assertThat(asked.stream().map(Asked::reply).map(ProposerTest::job))
                .isSorted()
                .doesNotHaveDuplicates()
                .doesNotContain(-1L);
    }

    @Test
    void shouldRefuseACommandThatFitsNoEntryAndGoOnWithTheOthers() {
        Asked before = offer(open("a"));
        Asked big = offer(submit(1, Words.plan("big", 1, template(Proposer.ENTRY_BYTES_MAX))));
        Asked after = offer(submit(2, 1));
        List<Proposal> entries = landAll();
        assertThat(entries).allMatch(entry -> entry.entry().length <= Proposer.ENTRY_BYTES_MAX);
        assertThat(before.reply()).isInstanceOf(Reply.Opened.class);
        assertThat(after.reply()).isInstanceOf(Reply.Submitted.class);
        assertThat(big.refused()).isTrue();
        assertThat(big.answers().toString()).contains("limit: " + Proposer.ENTRY_BYTES_MAX);
    }

    @Test
    void shouldSplitGrantsThatDoNotFitAnEntryAndGiveThemAllInTheEnd() {
        int bytesMax = 500;
        int nodes = 60;
        proposer = new Proposer(replica, ANYWHERE, Distances.NONE, EnumSet.allOf(Rule.class), bytesMax);
        proposer.lead(0);
        for (int node = 0; node < nodes; node++) {
            offer(open("node-" + node));
        }
        landAll();
        offer(submit(1, 8L * nodes));
        List<Proposal> entries = landAll();
        assertThat(entries).hasSizeGreaterThan(1).allMatch(entry -> entry.entry().length <= bytesMax);
        assertThat(replica.root()
                        .jobs()
                        .last()
                        .orElseThrow()
                        .value()
                        .steps()
                        .getFirst()
                        .held()
                        .size())
                .isEqualTo(8L * nodes);
    }

    private static Bytes template(int bytes) {
        return Bytes.copyOf(new byte[bytes]);
    }

    /** An inventory at which the machine throws. */
    private static final class Exploding extends TreeMap<String, Long> {
        private static final long serialVersionUID = 1;

        @Override
        public int size() {
            throw new IllegalStateException("no inventory");
        }

        @Override
        public Set<Map.Entry<String, Long>> entrySet() {
            throw new IllegalStateException("no inventory");
        }
    }
}
