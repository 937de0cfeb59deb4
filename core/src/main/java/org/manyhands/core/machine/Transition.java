package org.manyhands.core.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Tombstone;

/** The state on its way through one entry, and what happened on that way. */
final class Transition {
    /** How many entries long the key of a removed job is remembered. */
    static final long KEY_MEMORY_ENTRIES = 100_000;

    private final Set<Rule> rules;
    private final List<Event> events = new ArrayList<>();
    private State state;

    Transition(State state, Set<Rule> rules) {
        this.state = state;
        this.rules = rules;
    }

    State state() {
        return state;
    }

    List<Event> events() {
        return events;
    }

    boolean holds(Rule rule) {
        return rules.contains(rule);
    }

    void become(State next) {
        state = next;
    }

    void put(Job job) {
        state = state.withJob(job);
    }

    void put(Session session) {
        state = state.withSession(session);
    }

    void tell(Event event) {
        events.add(event);
    }

    Optional<Job> job(long id) {
        return state.jobs().get(id);
    }

    Optional<Archived> archived(long id) {
        return state.archived().get(id);
    }

    Optional<Session> session(long id) {
        return state.sessions().get(id);
    }

    /** The step, if the job is known and has it. */
    Optional<Step> step(StepRef ref) {
        return job(ref.job())
                .filter(job -> ref.step() >= 0 && ref.step() < job.steps().size())
                .map(job -> job.steps().get(ref.step()));
    }

    void put(StepRef ref, Step step) {
        put(state.jobs().at(ref.job()).withStep(ref.step(), step));
    }

    long newId() {
        long id = state.nextId();
        state = state.withNextId(id + 1);
        return id;
    }

    void forgetOldKeys() {
        Optional<PersistentMap.Entry<Long, Tombstone>> oldest =
                state.tombstones().first();
        while (oldest.isPresent() && oldest.get().value().applied() < state.applied() - KEY_MEMORY_ENTRIES) {
            state = state.withKeys(
                    state.keys().remove(oldest.get().value().key()),
                    state.tombstones().remove(oldest.get().key()));
            oldest = state.tombstones().first();
        }
    }

    /** The answer about a job that is not in the state, or only as a page. */
    Reply noSuchJob(long id) {
        return archived(id).isEmpty()
                ? new Reply.Refused(RefusalCode.NO_SUCH_JOB, "no job " + id)
                : new Reply.Refused(
                        RefusalCode.ARCHIVED,
                        "job " + id
                                + " has ended and is archived: its results can be read and removed, and nothing of it"
                                + " changes any more; submit it as a new job to run it again");
    }

    static Reply noSuchStep(StepRef ref) {
        return new Reply.Refused(RefusalCode.NO_SUCH_STEP, "no step " + ref.step() + " in job " + ref.job());
    }
}
