package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.ReleasePart;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.verify.simulation.SimulatedStore.Attempt;

/** Effectively once: one attempt of each item counts as ok, its record is the one that is read, only failures are charged. */
final class AttemptChecker implements Checker {
    private final SimulatedWorld world;
    private final SimulatedStore store;
    private final Results results;
    private final Truth truth;
    private final Map<ItemKey, Long> ok = new HashMap<>();
    private final Map<ItemKey, Integer> failures = new HashMap<>();
    private final Map<ItemKey, Long> resets = new HashMap<>();
    private final Map<Long, Long> silences = new HashMap<>();
    private final Set<Object> packs = new HashSet<>();

    AttemptChecker(SimulatedWorld world, SimulatedStore store, Truth truth) {
        this.world = world;
        this.store = store;
        this.truth = truth;
        results = new Results(store);
    }

    @Override
    public void applied(Applied applied) {
        if (applied.envelope().command() instanceof Command.Commit commit
                && applied.reply() instanceof Reply.Counted counted
                && fresh(applied, commit)) {
            Violation.unless(
                    packs.add(commit.pack()), "one commit was counted under two numbers: pack " + commit.pack());
            commit.parts().forEach(part -> count(applied, commit, counted, part));
        }
        if (applied.envelope().command() instanceof Command.RetryItems retry && applied.reply() instanceof Reply.Done) {
            Job job = applied.after().jobs().at(retry.job());
            failures.keySet()
                    .removeIf(key -> key.step().job() == job.id()
                            && job.steps().get(key.step().step()).tries().get(key.item()) == 0);
        }
        for (Event event : applied.events()) {
            if (event instanceof Event.ResultsLost(StepRef step, ItemSet items, boolean _)
                    && applied.envelope().command() instanceof Command.Invalidate lost) {
                checkLost(applied.before(), lost, items);
                each(items, item -> ok.remove(new ItemKey(step, item)));
            } else if (event instanceof Event.ItemsReset(StepRef step, ItemSet items)) {
                each(items, item -> {
                    ok.remove(new ItemKey(step, item));
                    failures.remove(new ItemKey(step, item));
                    resets.put(new ItemKey(step, item), world.now());
                });
            } else if (event instanceof Event.SessionSilent(long session, String _, String _)) {
                silences.put(session, world.now());
            } else if (event
                    instanceof Event.ItemsFreed(StepRef step, long _, ItemSet items, String _, String _, long _)) {
                each(items, item -> checkTries(applied.after(), new ItemKey(step, item)));
            }
        }
    }

    @Override
    public void atEnd() {
        truth.state().jobs().values().forEach(this::checkRecords);
        store.pages(truth.state()).forEach(this::checkRecords);
    }

    /** What was found lost may have been made again since. */
    private void checkLost(State before, Command.Invalidate lost, ItemSet items) {
        Step step = before.jobs().at(lost.step().job()).steps().get(lost.step().step());
        for (PersistentMap.Entry<Long, CommitRef> commit : step.commits()) {
            if (commit.key() > lost.through()) {
                Map<ItemKey, Attempt> later = results.readable(lost.step(), commit.value());
                each(items, item -> {
                    ItemKey key = new ItemKey(lost.step(), item);
                    Violation.unless(
                            later.get(key) == null
                                    || !Objects.equals(later.get(key).id(), ok.get(key)),
                            "the result of item " + key + " is called lost, and it came later");
                });
            }
        }
    }

    private void checkRecords(Job job) {
        for (int number = 0; number < job.steps().size(); number++) {
            StepRef ref = job.ref(number);
            Step step = job.steps().get(number);
            if (store.lostOf(step)) {
                continue;
            }
            Map<ItemKey, Attempt> all = results.all(ref, step, Long.MAX_VALUE);
            each(
                    step.ok(),
                    item -> checkRecord(new ItemKey(ref, item), Optional.ofNullable(all.get(new ItemKey(ref, item)))));
        }
    }

    private static boolean fresh(Applied applied, Command.Commit commit) {
        return applied.before().sessions().at(commit.session()).nextSeq()
                != applied.after().sessions().at(commit.session()).nextSeq();
    }

    private void count(Applied applied, Command.Commit commit, Reply.Counted counted, CommitPart part) {
        ItemSet items = part.items();
        for (ReleasePart refused : counted.notHeld()) {
            items = refused.step().equals(part.step()) ? items.andNot(refused.items()) : items;
        }
        ItemSet leased = applied.before()
                .sessions()
                .get(commit.session())
                .map(Session::leases)
                .flatMap(leases -> leases.get(part.step()))
                .map(Lease::items)
                .orElse(ItemSet.EMPTY);
        Violation.unless(
                leased.containsAll(items),
                "items " + items.andNot(leased) + " of step " + part.step() + " count, and session " + commit.session()
                        + " does not hold them");
        Map<ItemKey, Attempt> pack = store.written(commit.pack())
                .orElseThrow(() -> new Violation("a commit names a pack that the store does not have"));
        each(items, item -> {
            ItemKey key = new ItemKey(part.step(), item);
            Attempt attempt = Optional.ofNullable(pack.get(key))
                    .orElseThrow(() -> new Violation("item " + key + " counts and has no record"));
            Violation.unless(
                    part.opened() == LateResults.OPENED || attempt.startedMillis() >= resets.getOrDefault(key, 0L),
                    "item " + key + " counts with an attempt from before it was retried");
            Violation.unless(
                    part.opened() == LateResults.OPENED
                            || attempt.startedMillis() >= earliest(applied.before(), commit, part),
                    "item " + key + " counts with an attempt from before session " + commit.session()
                            + " was silent and lost it");
            if (part.ok().contains(item)) {
                Violation.unless(ok.put(key, attempt.id()) == null, "item " + key + " counted as ok twice");
            } else {
                failures.merge(key, 1, Integer::sum);
            }
            checkTries(applied.after(), key);
        });
        if (items.isEmpty()) {
            return;
        }
        Step step = applied.after()
                .jobs()
                .at(part.step().job())
                .steps()
                .get(part.step().step());
        if (store.lostOf(step)) {
            return;
        }
        each(part.items().and(step.ok()), item -> {
            ItemKey key = new ItemKey(part.step(), item);
            checkRecord(key, results.of(part.step(), step, item));
        });
    }

    /** When attempts that count may have begun: not before the session lost what it held of the step. */
    private long earliest(State before, Command.Commit commit, CommitPart part) {
        return before.plan(part.step()).staysWhenSilent() ? 0 : silences.getOrDefault(commit.session(), 0L);
    }

    private void checkRecord(ItemKey key, Optional<Attempt> found) {
        Violation.unless(found.isPresent(), "item " + key + " is ok and no commit has its record");
        Violation.unless(
                found.get().ok() && Long.valueOf(found.get().id()).equals(ok.get(key)),
                "the record that is read of item " + key + " is not of the attempt that counted");
    }

    private void checkTries(State state, ItemKey key) {
        int charged = state.jobs()
                .at(key.step().job())
                .steps()
                .get(key.step().step())
                .tries()
                .get(key.item());
        Violation.unless(
                charged == failures.getOrDefault(key, 0),
                "item " + key + " is charged " + charged + " tries after " + failures.getOrDefault(key, 0)
                        + " failures");
    }

    static void each(ItemSet items, java.util.function.IntConsumer action) {
        for (PrimitiveIterator.OfInt each = items.iterator(); each.hasNext(); ) {
            action.accept(each.nextInt());
        }
    }
}
