package org.manyhands.core.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.command.Command.RecordNotice;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Notice;
import org.manyhands.core.state.Told;

/** Who is told of the end of a job. How is not known here: only what is owed, and that each is recorded once. */
final class Notices {
    private Notices() {}

    /** What a job owes that ends so. */
    static List<Notice> owed(Plan plan, Verdict verdict) {
        List<Notice> owed = new ArrayList<>();
        for (int number = 0; number < plan.notifications().size(); number++) {
            if (plan.notifications().get(number).on().contains(verdict.end())) {
                owed.add(Notice.owed(number));
            }
        }
        return owed;
    }

    static Reply record(Transition transition, RecordNotice record) {
        Optional<Job> found = transition.job(record.job());
        if (found.isEmpty()) {
            return transition.noSuchJob(record.job());
        }
        if (record.outcome().length() > RecordNotice.OUTCOME_MAX) {
            return new Reply.Refused(
                    RefusalCode.INVALID,
                    "an outcome of " + record.outcome().length() + " characters (expected: at most "
                            + RecordNotice.OUTCOME_MAX + ")");
        }
        Job job = found.get();
        Optional<Notice> notice = job.notices().stream()
                .filter(each -> each.number() == record.number())
                .filter(each -> each.owed() || !transition.holds(Rule.NOTICE_IS_TOLD_ONCE))
                .filter(_ -> job.run() == record.run() || !transition.holds(Rule.NOTICE_IS_OF_ITS_RUN))
                .findFirst();
        if (notice.isEmpty()) {
            return new Reply.Refused(
                    RefusalCode.NOT_OWED,
                    "run " + record.run() + " of job " + record.job() + " does not owe notification "
                            + (record.number() + 1));
        }
        become(transition, job, record);
        return new Reply.Done();
    }

    private static void become(Transition transition, Job job, RecordNotice record) {
        Told told = new Told(record.ok(), record.outcome(), transition.state().wallMillis());
        transition.put(job.withNotices(job.notices().stream()
                .map(each -> each.number() == record.number() ? new Notice(each.number(), Optional.of(told)) : each)
                .toList()));
        transition.tell(new Event.NoticeTold(
                job.id(),
                record.run(),
                record.number(),
                job.plan().notifications().get(record.number()).what(),
                record.ok(),
                record.outcome()));
    }
}
