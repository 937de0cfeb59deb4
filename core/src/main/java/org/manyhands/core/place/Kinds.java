package org.manyhands.core.place;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.manyhands.core.plan.StepPlan;

/** The kinds of steps of which some are to run. */
final class Kinds {
    private final Conditions conditions;
    private final SortedSet<String> shared;
    private final Hosts hosts;
    private final SortedMap<String, Meeting> meetings = new TreeMap<>();

    /** @param shared what nodes do not have, but the cluster as a whole */
    Kinds(Conditions conditions, SortedSet<String> shared, Hosts hosts) {
        this.conditions = conditions;
        this.shared = shared;
        this.hosts = hosts;
    }

    void become(Shift shift) {
        meetings.values().forEach(meeting -> meeting.become(shift));
    }

    /** The kind of a step, which is kept until everybody who asked for it has given it back. */
    Kind use(StepPlan plan) {
        Meeting meeting = meetings.computeIfAbsent(plan.where(), this::meeting);
        return meeting.kinds()
                .computeIfAbsent(plan.demand().toString(), text -> kind(meeting, text, plan.demand()))
                .use();
    }

    void giveBack(Kind kind) {
        Meeting meeting = kind.meeting();
        if (!kind.unuse()) {
            meeting.kinds().remove(kind.text());
        }
        if (meeting.kinds().isEmpty()) {
            meetings.remove(meeting.where());
        }
    }

    private Meeting meeting(String where) {
        Meeting meeting = new Meeting(where, conditions);
        hosts.stream().map(this::arrival).forEach(meeting::become);
        return meeting;
    }

    private Kind kind(Meeting meeting, String text, SortedMap<String, Long> demand) {
        SortedMap<String, Long> own = new TreeMap<>(demand);
        own.keySet().removeAll(shared);
        Kind kind = new Kind(meeting, text, own);
        hosts.stream().map(this::arrival).forEach(kind::become);
        return kind;
    }

    private Shift arrival(Host host) {
        return Shift.arrived(host, hosts.open(host.id()));
    }
}
