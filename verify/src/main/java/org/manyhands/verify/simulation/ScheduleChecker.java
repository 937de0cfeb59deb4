package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.state.Schedule;

/** Schedules: no time of one makes two jobs or comes twice, the next time only grows, and every job is of one firing. */
final class ScheduleChecker implements Checker {
    private final Map<Long, Set<Long>> came = new HashMap<>();
    private final Map<Long, Long> next = new HashMap<>();
    private final Set<Long> jobs = new HashSet<>();

    @Override
    public void applied(Applied applied) {
        for (Event event : applied.events()) {
            if (event instanceof Event.ScheduleFired fired) {
                Violation.unless(jobs.add(fired.job()), "job " + fired.job() + " was made by two firings");
                checkTime(applied, fired.schedule(), fired.dueWallMillis());
            } else if (event instanceof Event.ScheduleSkipped skipped) {
                checkTime(applied, skipped.schedule(), skipped.dueWallMillis());
            }
        }
        if (applied.envelope().command() instanceof Command.FireSchedule
                || applied.envelope().command() instanceof Command.RunSchedule) {
            applied.after().schedules().values().forEach(this::checkGrows);
        }
    }

    private void checkTime(Applied applied, String name, long due) {
        Schedule schedule = applied.before().schedules().at(name);
        boolean first = due == 0
                || came.computeIfAbsent(schedule.id(), _ -> new HashSet<>()).add(due);
        Violation.unless(first, "schedule " + name + " fired twice for " + due);
    }

    private void checkGrows(Schedule schedule) {
        Long before = next.put(schedule.id(), schedule.nextWallMillis());
        Violation.unless(
                before == null || before <= schedule.nextWallMillis(),
                "schedule " + schedule.name() + " was due at " + before + " and then earlier, at "
                        + schedule.nextWallMillis());
    }
}
