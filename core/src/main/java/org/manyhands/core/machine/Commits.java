package org.manyhands.core.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.Commit;
import org.manyhands.core.command.Command.IndexCommits;
import org.manyhands.core.command.Command.Release;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.ReleasePart;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.Step;

/** What sessions report: counted commands, applied to what the session holds. */
final class Commits {
    private Commits() {}

    static Reply commit(Transition transition, Commit commit) {
        Optional<Reply> early = early(transition, commit.session(), commit.seq());
        if (early.isPresent()) {
            return early.get();
        }
        for (CommitPart part : commit.parts()) {
            Optional<Step> step = transition.step(part.step());
            if (step.isPresent() && step.get().commits().size() >= Step.COMMITS_MAX) {
                return new Reply.Busy(
                        "step " + part.step() + " has " + Step.COMMITS_MAX + " commits to be indexed first");
            }
        }
        SortedMap<StepRef, ItemSet> refused = refused(transition, commit);
        String node = transition.state().sessions().at(commit.session()).node();
        Sickness sickness = new Sickness();
        for (CommitPart part : commit.parts()) {
            ItemSet others = refused.getOrDefault(part.step(), ItemSet.EMPTY);
            ItemSet counted = part.items().andNot(others);
            if (!counted.isEmpty()) {
                take(transition, commit.session(), part.step(), counted);
                record(transition, commit, part, counted, others);
                sickness.count(transition, part, counted, node);
                Settling.settle(transition, part, counted, node);
            }
        }
        sickness.judge(transition, commit.session());
        List<ReleasePart> notHeld = new ArrayList<>();
        refused.forEach((step, items) -> notHeld.add(new ReleasePart(step, items)));
        return answer(transition, commit.session(), notHeld);
    }

    /** What does not count of each step, whichever part speaks of it: all parts have one pack. */
    private static SortedMap<StepRef, ItemSet> refused(Transition transition, Commit commit) {
        SortedMap<StepRef, ItemSet> refused = new TreeMap<>();
        for (CommitPart part : commit.parts()) {
            ItemSet others = part.items().andNot(counted(transition, commit.session(), part));
            if (!others.isEmpty()) {
                refused.merge(part.step(), others, ItemSet::or);
            }
        }
        return refused;
    }

    static Reply release(Transition transition, Release release) {
        Optional<Reply> early = early(transition, release.session(), release.seq());
        if (early.isPresent()) {
            return early.get();
        }
        List<ReleasePart> notHeld = new ArrayList<>();
        for (ReleasePart part : release.parts()) {
            ItemSet held = transition
                    .session(release.session())
                    .flatMap(session -> session.leases().get(part.step()))
                    .map(lease -> lease.items().and(part.items()))
                    .orElse(ItemSet.EMPTY);
            ItemSet others = part.items().andNot(held);
            if (!others.isEmpty()) {
                notHeld.add(new ReleasePart(part.step(), others));
            }
            if (!held.isEmpty()) {
                Session session = transition.state().sessions().at(release.session());
                Leases.free(transition, part.step(), session, held, "given back");
                Lease lease = session.leases().at(part.step());
                transition.put(session.withLease(part.step(), lease.without(held)));
                Decisions.decide(transition, part.step().job());
            }
        }
        if (release.leaving()) {
            Drains.leave(transition, release.session());
        }
        return answer(transition, release.session(), notHeld);
    }

    static Reply index(Transition transition, IndexCommits index) {
        Optional<Step> found = transition.step(index.step());
        if (found.isEmpty()) {
            return transition.job(index.step().job()).isEmpty()
                    ? transition.noSuchJob(index.step().job())
                    : Transition.noSuchStep(index.step());
        }
        Step step = found.get();
        if (!step.commits().containsKey(index.through())) {
            return new Reply.Refused(
                    RefusalCode.INVALID, "step " + index.step() + " has no commit number " + index.through());
        }
        PersistentMap<Long, CommitRef> commits = step.commits();
        long first = Long.MAX_VALUE;
        long last = 0;
        long count = 0;
        for (PersistentMap.Entry<Long, CommitRef> entry : step.commits()) {
            if (entry.key() <= index.through()) {
                commits = commits.remove(entry.key());
                first = Math.min(first, entry.value().first());
                last = Math.max(last, entry.value().last());
                count += entry.value().count();
            }
        }
        CommitRef indexed = new CommitRef(index.index(), true, index.receipts(), first, last, count, ItemSet.EMPTY);
        transition.put(index.step(), step.withCommits(commits.put(index.through(), indexed)));
        return new Reply.Done();
    }

    /** The answer to a command that is not the session's next one. */
    private static Optional<Reply> early(Transition transition, long id, long seq) {
        Optional<Session> session = transition.session(id);
        if (session.isEmpty() || (session.get().silent() && !transition.holds(Rule.SILENT_SESSIONS_MAY_COMMIT))) {
            return Optional.of(new Reply.Ended());
        }
        if (seq == session.get().nextSeq() || !transition.holds(Rule.SESSION_COUNTS_ITS_COMMANDS)) {
            return Optional.empty();
        }
        Optional<Reply> last = session.get().lastReply();
        return seq == session.get().nextSeq() - 1 && last.isPresent()
                ? last
                : Optional.of(new Reply.OutOfSequence(session.get().nextSeq()));
    }

    private static ItemSet counted(Transition transition, long id, CommitPart part) {
        if (!transition.holds(Rule.COMMIT_COUNTS_WHAT_IS_HELD)) {
            return transition.step(part.step()).isPresent() ? part.items() : ItemSet.EMPTY;
        }
        Session session = transition.state().sessions().at(id);
        Optional<Lease> lease = session.leases().get(part.step());
        return lease.isEmpty() || wasFreed(transition, session, part)
                ? ItemSet.EMPTY
                : lease.get().items().and(part.items());
    }

    /** Whether the lease under which these attempts began was taken back since: what is held now was granted anew. */
    private static boolean wasFreed(Transition transition, Session session, CommitPart part) {
        return part.opened() > 0
                && part.opened() < session.freedApplied()
                && !transition.state().plan(part.step()).staysWhenSilent()
                && transition.holds(Rule.FREED_RESULTS_DO_NOT_COUNT);
    }

    private static void take(Transition transition, long id, StepRef ref, ItemSet held) {
        Session session = transition.state().sessions().at(id);
        session.leases().get(ref).ifPresent(lease -> transition.put(session.withLease(ref, lease.without(held))));
        Step step = transition.step(ref).orElseThrow();
        transition.put(ref, step.withHeld(step.held().andNot(held)));
    }

    private static void record(Transition transition, Commit commit, CommitPart part, ItemSet held, ItemSet others) {
        Step step = transition.step(part.step()).orElseThrow();
        long number = step.commits().last().map(PersistentMap.Entry::key).orElse(0L) + 1;
        ItemSet refused = transition.holds(Rule.COMMIT_REMEMBERS_REFUSED) ? others : ItemSet.EMPTY;
        CommitRef ref =
                new CommitRef(commit.pack(), false, commit.receipts(), held.first(), held.last(), held.size(), refused);
        transition.put(part.step(), step.withCommits(step.commits().put(number, ref)));
    }

    private static Reply answer(Transition transition, long id, List<ReleasePart> notHeld) {
        Session session = transition.state().sessions().at(id);
        Reply reply = new Reply.Counted(session.nextSeq() + 1, notHeld);
        transition.put(session.answered(reply));
        return reply;
    }
}
