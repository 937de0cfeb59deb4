package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.command.Command;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Schedule;
import org.manyhands.core.state.State;

/** What a leader makes of schedules: a job for each time that has come, or a skip. It may well say the same twice. */
final class DueSchedules {
    private static final int JOBS_MAX = 15;

    private final SimulatedWorld world;
    private final Plans plans;

    DueSchedules(SimulatedWorld world) {
        this.world = world;
        plans = new Plans(world.dice());
    }

    List<Command.FireSchedule> due(State state, long wallMillis) {
        List<Command.FireSchedule> due = new ArrayList<>();
        if (world.faulty()) {
            for (Schedule schedule : state.schedules().values()) {
                if (schedule.nextWallMillis() <= wallMillis) {
                    due.add(fire(state, schedule, wallMillis));
                }
            }
        }
        return due;
    }

    private Command.FireSchedule fire(State state, Schedule schedule, long wallMillis) {
        Dice dice = world.dice();
        long next = wallMillis + dice.between(200, 8_000);
        boolean skips = state.jobs().size() >= JOBS_MAX || dice.permille(300);
        Optional<Plan> plan = skips ? Optional.empty() : Optional.of(plans.plan(false));
        return new Command.FireSchedule(
                schedule.name(), schedule.id(), schedule.nextWallMillis(), next, plan, skips ? "busy" : "");
    }
}
