package org.manyhands.verify.simulation;

import java.util.List;
import java.util.Optional;
import org.manyhands.core.command.Event;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Step;

/** Archived jobs: each is a page that has the job exactly as it was decided, and nobody is to be told of it any more. */
final class ArchiveChecker implements Checker {
    private final SimulatedStore store;

    ArchiveChecker(SimulatedStore store) {
        this.store = store;
    }

    @Override
    public void applied(Applied applied) {
        for (Event event : applied.events()) {
            if (event instanceof Event.JobArchived(long id, int run)) {
                check(applied, id, run);
            }
        }
    }

    private void check(Applied applied, long id, int run) {
        Optional<Job> before = applied.before().jobs().get(id);
        Violation.unless(before.isPresent(), "job " + id + " was archived and there was none");
        Violation.unless(before.get().decided() && before.get().run() == run, "job " + id + " was archived as it ran");
        Violation.unless(!before.get().owesNotice(), "job " + id + " was archived and somebody was to be told of it");
        Archived archived = applied.after().archived().at(id);
        Violation.unless(
                archived.run() == run && archived.key().equals(before.get().key()),
                "job " + id + " is archived as another one: " + archived);
        Violation.unless(
                withoutCommits(store.page(archived)).equals(withoutCommits(before.get())),
                "the page of job " + id + " is not the job as it was decided");
    }

    /** Commits may be put into an index while the page is written. That the results are the same is checked by reading them. */
    private static Job withoutCommits(Job job) {
        List<Step> steps = job.steps();
        Job without = job;
        for (int number = 0; number < steps.size(); number++) {
            without = without.withStep(number, steps.get(number).withCommits(PersistentMap.empty()));
        }
        return without;
    }
}
