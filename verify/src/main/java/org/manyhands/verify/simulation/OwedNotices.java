package org.manyhands.verify.simulation;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.manyhands.core.command.Command.RecordNotice;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Notice;
import org.manyhands.core.state.State;

/** What one life of a leader makes of owed notices: each takes a while, and its report may come late, or twice. */
final class OwedNotices {
    private static final int TWICE_PERMILLE = 300;

    /** Long enough for a job that is retried in between to end again. */
    private static final int LATE_MILLIS = 8_000;

    private final SimulatedControl me;
    private final NoticeChecker checker;
    private final Set<NoticeChecker.Key> atWork = new HashSet<>();

    OwedNotices(SimulatedControl me, NoticeChecker checker) {
        this.me = me;
        this.checker = checker;
    }

    void begin(State state, Consumer<RecordNotice> report) {
        for (Job job : state.jobs().values()) {
            for (Notice notice : job.notices()) {
                NoticeChecker.Key key = new NoticeChecker.Key(job.id(), job.run(), notice.number());
                if (notice.owed() && atWork.add(key)) {
                    checker.tries(key);
                    begin(key, report);
                }
            }
        }
    }

    private void begin(NoticeChecker.Key key, Consumer<RecordNotice> report) {
        Dice dice = me.world().dice();
        boolean ok = dice.permille(700);
        RecordNotice record = new RecordNotice(key.job(), key.run(), key.number(), ok, ok ? "200" : "exit 3");
        long millis = dice.between(5, dice.permille(300) ? LATE_MILLIS : 200);
        me.after(millis, "notice", () -> {
            report.accept(record);
            atWork.remove(key);
        });
        if (dice.permille(TWICE_PERMILLE)) {
            me.after(millis + dice.below(LATE_MILLIS), "notice again", () -> report.accept(record));
        }
    }
}
