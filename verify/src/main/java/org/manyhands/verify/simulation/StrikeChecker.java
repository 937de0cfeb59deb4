package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Event;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Strikes;

/**
 * Strikes are given only to what a node was really running, one for each of its lives; what has three of them, and nothing else,
 * fails as poison; and a life that goes on has none to give.
 */
final class StrikeChecker implements Checker {
    private static final String POISON = "poison";

    private final Map<Long, Set<ItemKey>> started = new HashMap<>();
    private final Map<ItemKey, Set<Death>> deaths = new HashMap<>();

    /** Who has such a name since is another machine, and counts its boots anew. */
    private final Set<String> removedNodes = new HashSet<>();

    private record Life(String node, long boot) {}

    /** Two machines that had a name one after the other may have died in the same boot. */
    private record Death(Life life, long session) {}

    void started(SimulatedTask task) {
        started.computeIfAbsent(task.session(), _ -> new HashSet<>()).add(task.key());
    }

    @Override
    public void applied(Applied applied) {
        for (Event event : applied.events()) {
            switch (event) {
                case Event.ItemsStruck struck -> struck(struck);
                case Event.ItemsFailed(StepRef step, ItemSet items, String reason)
                when reason.equals(POISON) -> poison(step, items);
                case Event.ItemsReset(StepRef step, ItemSet items) ->
                    AttemptChecker.each(items, item -> deaths.remove(new ItemKey(step, item)));
                case Event.NodeRemoved removed -> removedNodes.add(removed.name());
                case Event.NodeSurvived survived -> goesOn(new Life(survived.node(), survived.boot()));
                case Event.SessionOpened opened
                when !removedNodes.contains(opened.node()) -> lives(applied, new Life(opened.node(), opened.boot()));
                default -> {}
            }
        }
    }

    private void struck(Event.ItemsStruck struck) {
        Set<ItemKey> ran = started.getOrDefault(struck.session(), Set.of());
        Life life = new Life(struck.node(), struck.boot());
        AttemptChecker.each(struck.items(), item -> {
            ItemKey key = new ItemKey(struck.step(), item);
            Violation.unless(ran.contains(key), "item " + key + " has a strike and did not run on " + life);
            Violation.unless(
                    deaths.computeIfAbsent(key, _ -> new HashSet<>()).add(new Death(life, struck.session())),
                    "item " + key + " has two strikes for " + life);
        });
    }

    private void poison(StepRef step, ItemSet items) {
        AttemptChecker.each(items, item -> {
            ItemKey key = new ItemKey(step, item);
            int died = deaths.getOrDefault(key, Set.of()).size();
            Violation.unless(
                    died >= Strikes.POISON, "item " + key + " is poison after " + died + " nodes died with it");
        });
    }

    /** That life of the node begins, or goes on. */
    private void lives(Applied applied, Life life) {
        for (Job job : applied.after().jobs().values()) {
            for (int number = 0; number < job.steps().size(); number++) {
                Step step = job.steps().get(number);
                StepRef ref = job.ref(number);
                step.strikes().deaths().stream()
                        .filter(death -> new Life(death.node(), death.boot()).equals(life))
                        .forEach(death -> Violation.unless(
                                step.failed().containsAll(death.items()),
                                "items " + death.items() + " of step " + ref + " have a strike for " + life
                                        + ", who lives"));
            }
        }
        goesOn(life);
    }

    private void goesOn(Life life) {
        deaths.values().forEach(died -> died.removeIf(death -> death.life().equals(life)));
    }
}
