package org.manyhands.core.state;

import java.util.Optional;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.ArchiveJob;
import org.manyhands.core.command.Role;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;

/** What is true of every state that the machine makes; a state for which it is not was not made by it. */
public final class Invariants {
    private Invariants() {}

    /**
     * Checks a state after restore, and after every step of the simulation.
     *
     * @throws IllegalStateException with the first thing that is wrong
     */
    public static void check(State state) {
        PersistentMap<StepRef, ItemSet> held = PersistentMap.empty();
        for (Session session : state.sessions().values()) {
            require(
                    session.id() < state.nextId(),
                    "session " + session.id() + " at or above the next id " + state.nextId());
            check(state, session);
            checkAlone(state, session);
            checkHealth(state, session);
            for (PersistentMap.Entry<StepRef, Lease> entry : session.leases()) {
                held = held.put(entry.key(), join(held.get(entry.key()).orElse(ItemSet.EMPTY), entry));
            }
        }
        for (Job job : state.jobs().values()) {
            require(job.id() < state.nextId(), "job " + job.id() + " at or above the next id " + state.nextId());
            check(state, job);
            for (int number = 0; number < job.steps().size(); number++) {
                check(job, number, held.get(job.ref(number)).orElse(ItemSet.EMPTY));
                held = held.remove(job.ref(number));
            }
        }
        require(held.isEmpty(), "leases of unknown steps: " + held);
        for (Tombstone tombstone : state.tombstones().values()) {
            require(state.keys().containsKey(tombstone.key()), "a tombstone without its key " + tombstone.key());
        }
        for (Archived archived : state.archived().values()) {
            check(state, archived);
        }
        require(
                state.keys().size()
                        == state.jobs().size()
                                + state.archived().size()
                                + state.tombstones().size(),
                state.keys().size() + " keys of " + state.jobs().size() + " jobs, "
                        + state.archived().size() + " archived ones and "
                        + state.tombstones().size() + " tombstones");
        for (PersistentMap.Entry<String, Schedule> entry : state.schedules()) {
            check(state, entry.key(), entry.value());
        }
        checkMembers(state);
        state.resources().forEach((name, amount) -> require(amount >= 0, "resource " + name + " is " + amount));
        for (Node node : state.nodes().values()) {
            checkLabels(node);
        }
        for (PersistentMap.Entry<String, JoinToken> entry : state.tokens()) {
            check(state, entry.key(), entry.value());
        }
    }

    private static void checkMembers(State state) {
        for (PersistentMap.Entry<String, Member> entry : state.members()) {
            Member member = entry.value();
            require(member.name().equals(entry.key()), "member " + entry.key() + " is called " + member.name());
        }
        boolean none = state.members().isEmpty();
        require(none || state.level() >= Command.LEVEL_MEMBERS, "members in a state at level " + state.level());
        require(
                none || state.members().values().stream().anyMatch(member -> member.role() == Role.CONTROL),
                "members and no control node among them");
        for (Session session : state.sessions().values()) {
            require(
                    none || state.members().containsKey(session.node()),
                    "session " + session.id() + " is of node " + session.node() + ", which is no member");
        }
    }

    private static void checkLabels(Node node) {
        Optional<String> wrong = Labels.wrongGiven(node.labels());
        require(wrong.isEmpty(), "node " + node.name() + ": " + wrong.orElse(""));
    }

    private static void check(State state, String key, JoinToken token) {
        String name = "join token " + key;
        require(token.id().equals(key), name + " is called " + token.id());
        require(state.level() >= Command.LEVEL_MEMBERS, name + " in a state at level " + state.level());
        require(
                token.usesLeft() >= 0 && token.usesLeft() <= token.uses(),
                name + " has " + token.usesLeft() + " of " + token.uses() + " uses left");
    }

    private static void check(State state, Archived archived) {
        String name = "archived job " + archived.id();
        require(archived.id() < state.nextId(), name + " at or above the next id " + state.nextId());
        require(!state.jobs().containsKey(archived.id()), name + " is in the state as well");
        require(
                state.keys().get(archived.key()).equals(Optional.of(archived.id())),
                name + " is not the one that its key made");
        require(state.level() >= ArchiveJob.LEVEL, name + " in a state at level " + state.level());
    }

    private static void check(State state, String key, Schedule schedule) {
        String name = "schedule " + key;
        require(schedule.name().equals(key), name + " is called " + schedule.name());
        require(schedule.id() < state.nextId(), name + " has an id at or above the next id " + state.nextId());
        require(
                schedule.nextWallMillis() > schedule.lastWallMillis(),
                name + " is due at " + schedule.nextWallMillis() + " and was at " + schedule.lastWallMillis());
        require(
                schedule.lastJob().isEmpty() || schedule.lastJob().get() < state.nextId(),
                name + " made job " + schedule.lastJob() + ", which is none");
        require(
                schedule.lastJob().isPresent() == schedule.runs() > 0,
                name + " made " + schedule.runs() + " jobs, the last one was " + schedule.lastJob());
    }

    private static void check(State state, Session session) {
        require(
                state.nodes().get(session.node()).map(Node::session).equals(Optional.of(session.id())),
                "session " + session.id() + " is not the newest life of node " + session.node());
        Usage.of(state, session)
                .forEach((resource, used) -> require(
                        state.resources().containsKey(resource)
                                || used <= session.inventory().getOrDefault(resource, 0L),
                        "session " + session.id() + " uses " + used + " of " + resource + " and has "
                                + session.inventory().get(resource)));
    }

    private static void checkHealth(State state, Session session) {
        Health health = session.health();
        require(
                health.equals(Health.GOOD) || state.level() >= Command.LEVEL_MEMBERS,
                "session " + session.id() + " has " + health + " in a state at level " + state.level());
        require(
                health.failedInRow() >= Health.FAILED_IN_ROW_MAX || !health.onTrial(),
                "session " + session.id() + " was set aside after " + health.failedInRow() + " failures");
    }

    private static void checkAlone(State state, Session session) {
        long items = 0;
        for (Lease lease : session.leases().values()) {
            items += lease.items().size();
        }
        require(
                items <= 1 || !Usage.alone(state, session),
                "session " + session.id() + " has " + items + " items, one of which may have killed a node");
    }

    private static void check(State state, Job job) {
        String name = "job " + job.id();
        require(job.steps().size() == job.plan().steps().size(), name + " has other steps than its plan");
        require(state.keys().get(job.key()).equals(Optional.of(job.id())), name + " is not the one that its key made");
        require(
                job.decided() || job.anyHeld() || job.anyReady() || (job.running() && job.anyOpen()),
                name + " is not decided and nothing of it is held, ready or open");
        require(
                !(job.phase() instanceof Phase.Decided decided)
                        || !job.anyOpen()
                        || decided.verdict() == Verdict.CANCELLED
                        || decided.verdict() == Verdict.ABORTED,
                name + " came to its end with an open step");
        require(job.decided() || job.notices().isEmpty(), name + " tells of its end before it");
        int last = -1;
        for (Notice notice : job.notices()) {
            require(
                    notice.number() > last
                            && notice.number() < job.plan().notifications().size(),
                    name + " has a notice that it has not, or twice: " + notice.number());
            last = notice.number();
        }
        for (int number = 0; number < job.steps().size(); number++) {
            int atMost = job.plan().steps().get(number).atMost();
            require(
                    atMost == 0 || Usage.wanted(state, job.ref(number)) <= atMost,
                    "more than " + atMost + " of step " + job.ref(number) + " run at once");
        }
    }

    private static ItemSet join(ItemSet held, PersistentMap.Entry<StepRef, Lease> entry) {
        Lease lease = entry.value();
        require(!lease.items().isEmpty(), "an empty lease of " + entry.key());
        require(!held.intersects(lease.items()), "an item of " + entry.key() + " is held twice");
        require(
                lease.items().containsAll(lease.kill()) && lease.items().containsAll(lease.unstarted()),
                "a mark on an item that is not held, of " + entry.key());
        return held.or(lease.items());
    }

    private static void check(Job job, int number, ItemSet leased) {
        Step step = job.steps().get(number);
        String name = "step " + job.ref(number);
        ItemSet settled = step.settled();
        require(step.held().equals(leased), name + " holds " + step.held() + " and sessions hold " + leased);
        require(
                settled.size()
                        == step.ok().size()
                                + step.failed().size()
                                + step.cancelled().size(),
                name + " has an item that is settled twice");
        require(!settled.intersects(step.held()), name + " holds a settled item");
        require(!step.inWaves().intersects(settled.or(step.held())), name + " lets a settled or held item wait");
        ItemSet all = settled.or(step.held()).or(step.inWaves());
        require(
                all.isEmpty() || all.last() < job.plan().steps().get(number).items(),
                name + " has an item that it has not");
        long listed = 0;
        for (PersistentMap.Entry<Long, ItemList> entry : step.lists()) {
            require(entry.key() == listed, name + " has a list from " + entry.key() + " after " + listed + " items");
            listed += entry.value().count();
        }
        boolean own =
                job.plan().steps().get(number).takesItems() || !step.lists().isEmpty();
        require(!own || listed == job.plan().steps().get(number).items(), name + " has lists of " + listed + " items");
        require(!job.decided() || step.held().isEmpty(), name + " of a decided job is held");
        check(step, name);
    }

    private static void check(Step step, String name) {
        Strikes strikes = step.strikes();
        require(
                strikes.deaths().size() <= Strikes.DEATHS_MAX
                        && strikes.deaths().stream()
                                .noneMatch(death -> death.items().isEmpty()),
                name + " has strikes of " + strikes.deaths().size() + " deaths, or of one without items");
        require(
                !strikes.items().intersects(step.ok().or(step.cancelled())),
                name + " has strikes of items that are settled");
        require(
                step.failed().containsAll(strikes.poisonous()),
                name + " tries items again that have " + Strikes.POISON + " strikes");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
