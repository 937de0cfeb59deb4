package org.manyhands.core.machine;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.AddSchedule;
import org.manyhands.core.command.Command.FireSchedule;
import org.manyhands.core.command.Command.RemoveSchedule;
import org.manyhands.core.command.Command.RunSchedule;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Schedule;
import org.manyhands.core.state.State;

/** What makes jobs at certain times. Which times these are is not known here: only which is next, and that each comes once. */
final class Schedules {
    /** More schedules than this are not kept at once. */
    static final int SCHEDULES_MAX = 1_000;

    /** The definition of one, in bytes. */
    static final int DEFINITION_BYTES_MAX = 64 * 1024;

    static final int NAME_MAX = 64;

    private Schedules() {}

    static Reply add(Transition transition, AddSchedule add, Actor actor) {
        State state = transition.state();
        Optional<Schedule> known = state.schedules().get(add.name());
        if (known.isPresent()) {
            return known.get().definition().equals(add.definition())
                    ? new Reply.Done()
                    : new Reply.Refused(
                            RefusalCode.NAME_TAKEN,
                            "there is a schedule '" + add.name()
                                    + "' already; choose another name, or remove it first");
        }
        Optional<Reply> refusal = refusal(state, add);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        put(
                transition,
                Schedule.added(
                        transition.newId(),
                        add.name(),
                        add.definition(),
                        add.nextWallMillis(),
                        actor.name(),
                        state.wallMillis()));
        transition.tell(new Event.ScheduleAdded(add.name(), actor.name(), add.nextWallMillis()));
        return new Reply.Done();
    }

    static Reply remove(Transition transition, RemoveSchedule remove, Actor actor) {
        State state = transition.state();
        if (!state.schedules().containsKey(remove.name())) {
            return noSuchSchedule(remove.name());
        }
        transition.become(state.withSchedules(state.schedules().remove(remove.name())));
        transition.tell(new Event.ScheduleRemoved(remove.name(), actor.name()));
        return new Reply.Done();
    }

    static Reply fire(Transition transition, FireSchedule fire, Actor actor) {
        Optional<Schedule> known = transition.state().schedules().get(fire.name());
        if (known.isEmpty() || known.get().id() != fire.schedule()) {
            return noSuchSchedule(fire.name());
        }
        Optional<Reply> refusal = untimely(transition, known.get(), fire)
                .or(() -> fire.plan().flatMap(plan -> Jobs.refusal(transition.state(), plan)));
        return refusal.isPresent() ? refusal.get() : fire(transition, known.get(), fire, actor);
    }

    static Reply run(Transition transition, RunSchedule run, Actor actor) {
        Optional<Schedule> known = transition.state().schedules().get(run.name());
        if (known.isEmpty()) {
            return noSuchSchedule(run.name());
        }
        Reply reply = Jobs.submit(transition, run.submit());
        if (reply instanceof Reply.Submitted submitted && !submitted.known()) {
            put(transition, known.get().made(submitted.job()));
            transition.tell(new Event.ScheduleFired(
                    run.name(), submitted.job(), 0, known.get().nextWallMillis(), actor.name()));
        }
        return reply;
    }

    private static Reply fire(Transition transition, Schedule schedule, FireSchedule fire, Actor actor) {
        Schedule passed = schedule.passed(fire.dueWallMillis(), fire.nextWallMillis());
        if (fire.plan().isEmpty()) {
            put(transition, passed.skipped(fire.note()));
            transition.tell(
                    new Event.ScheduleSkipped(fire.name(), fire.dueWallMillis(), fire.nextWallMillis(), fire.note()));
            return new Reply.Done();
        }
        Plan plan = fire.plan().get();
        Reply.Submitted submitted = Jobs.begin(transition, freeKey(transition), plan);
        put(transition, passed.made(submitted.job()));
        transition.tell(new Event.ScheduleFired(
                fire.name(), submitted.job(), fire.dueWallMillis(), fire.nextWallMillis(), actor.name()));
        return submitted;
    }

    private static Optional<Reply> untimely(Transition transition, Schedule schedule, FireSchedule fire) {
        if (schedule.nextWallMillis() != fire.dueWallMillis() && transition.holds(Rule.SCHEDULE_FIRES_ITS_NEXT_TIME)) {
            return Optional.of(new Reply.Refused(
                    RefusalCode.NOT_DUE,
                    "schedule '" + fire.name() + "' is due at " + schedule.nextWallMillis() + " and not at "
                            + fire.dueWallMillis()));
        }
        if (fire.nextWallMillis() <= fire.dueWallMillis()) {
            return invalid("next: " + fire.nextWallMillis() + " (expected: after " + fire.dueWallMillis() + ")");
        }
        return fire.note().length() > FireSchedule.NOTE_MAX
                ? invalid("a note of " + fire.note().length() + " characters (expected: at most "
                        + FireSchedule.NOTE_MAX + ")")
                : Optional.empty();
    }

    private static Optional<Reply> refusal(State state, AddSchedule add) {
        if (add.name().isEmpty() || add.name().length() > NAME_MAX) {
            return invalid("a name of " + add.name().length() + " characters (expected: 1 to " + NAME_MAX + ")");
        }
        if (add.nextWallMillis() <= 0) {
            return invalid("next: " + add.nextWallMillis() + " (expected: milliseconds since 1970)");
        }
        if (state.schedules().size() >= SCHEDULES_MAX) {
            return limit(SCHEDULES_MAX + " schedules are kept, which is the limit; remove some that are not needed");
        }
        return add.definition().size() > DEFINITION_BYTES_MAX
                ? limit("the schedule takes " + add.definition().size() + " bytes (expected: at most "
                        + DEFINITION_BYTES_MAX + "); move long scripts and lists into files")
                : Optional.empty();
    }

    /** A key that nobody has: who submits a job draws its key at random, and this one names a number not used yet. */
    private static Bytes freeKey(Transition transition) {
        Bytes key = key(transition.newId());
        while (transition.state().keys().containsKey(key)) {
            key = key(transition.newId());
        }
        return key;
    }

    private static Bytes key(long number) {
        return Bytes.copyOf(("schedule " + number).getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Transition transition, Schedule schedule) {
        State state = transition.state();
        transition.become(state.withSchedules(state.schedules().put(schedule.name(), schedule)));
    }

    private static Reply noSuchSchedule(String name) {
        return new Reply.Refused(
                RefusalCode.NO_SUCH_SCHEDULE, "there is no schedule '" + name + "'; 'mh schedule list' lists them");
    }

    private static Optional<Reply> invalid(String sentence) {
        return Optional.of(new Reply.Refused(RefusalCode.INVALID, sentence));
    }

    private static Optional<Reply> limit(String sentence) {
        return Optional.of(new Reply.Refused(RefusalCode.LIMIT, sentence));
    }
}
