package org.manyhands.core.machine;

import java.util.Optional;
import org.manyhands.core.command.Command.ArchiveJob;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;

/** Jobs that have ended leave the state for pages; their keys and what lists need of them stay. */
final class Archive {
    private Archive() {}

    static Reply archive(Transition transition, ArchiveJob archive) {
        Optional<Archived> known = transition.archived(archive.job());
        if (known.isPresent() && known.get().run() == archive.run()) {
            return new Reply.Done();
        }
        Optional<Job> found = transition.job(archive.job());
        if (found.isEmpty()) {
            return transition.noSuchJob(archive.job());
        }
        Job job = found.get();
        if (job.run() != archive.run() && transition.holds(Rule.ARCHIVE_ONLY_THE_RUN_IT_READ)) {
            return refused("the page is of run " + archive.run() + " of job " + job.id() + " (expected: run "
                    + job.run() + ")");
        }
        if (!(job.phase() instanceof Phase.Decided end)) {
            return refused("job " + job.id() + " has not ended");
        }
        if (job.owesNotice()) {
            return refused("who is to be told of the end of job " + job.id() + " is not told yet");
        }
        transition.become(transition.state().withArchived(Archived.of(job, end, archive.page(), archive.receipts())));
        if (!transition.holds(Rule.ARCHIVE_KEEPS_THE_KEY)) {
            transition.become(transition
                    .state()
                    .withKeys(
                            transition.state().keys().remove(job.key()),
                            transition.state().tombstones()));
        }
        transition.tell(new Event.JobArchived(job.id(), job.run()));
        return new Reply.Done();
    }

    private static Reply refused(String sentence) {
        return new Reply.Refused(RefusalCode.WRONG_PHASE, sentence);
    }
}
