package org.manyhands.core.state;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Mark;
import org.manyhands.core.command.Reply;
import org.manyhands.core.maps.PersistentMap;

/**
 * One life of a node process. A session that is gone is not in the state.
 *
 * @param silent it was not heard of for its time to live; it keeps what {@code lost_after} lets it keep and gets nothing new
 * @param nextSeq the number that its next Commit or Release must have
 * @param lastReply what its last Commit or Release was answered, to be said again if it is repeated
 * @param openedApplied the entry that opened it, or opened it again
 * @param freedApplied the entry that last took leases back because it was silent; 0 if none did
 * @param leaving its node is about to end, and gets nothing new
 * @param health what its tasks say of it; a new life begins healthy
 */
public record Session(
        long id,
        String node,
        long boot,
        boolean silent,
        long nextSeq,
        Optional<Reply> lastReply,
        SortedMap<String, Long> inventory,
        SortedMap<String, String> labels,
        PersistentMap<StepRef, Lease> leases,
        long openedApplied,
        long freedApplied,
        boolean leaving,
        Health health) {
    public Session {
        inventory = Collections.unmodifiableSortedMap(new TreeMap<>(inventory));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    public Session withLease(StepRef step, Lease lease) {
        return withLeases(lease.items().isEmpty() ? leases.remove(step) : leases.put(step, lease));
    }

    public Session withLeases(PersistentMap<StepRef, Lease> newLeases) {
        return with(draft -> draft.leases = newLeases);
    }

    /** The node opened it again. */
    public Session opened(long applied) {
        return with(draft -> {
            draft.silent = false;
            draft.openedApplied = applied;
        });
    }

    /** It is silent; what leases it has are those that it keeps. */
    public Session silenced(long applied) {
        return with(draft -> {
            draft.silent = true;
            draft.freedApplied = applied;
        });
    }

    /** One command more was counted, and so answered. */
    public Session answered(Reply reply) {
        return with(draft -> {
            draft.nextSeq++;
            draft.lastReply = Optional.of(reply);
        });
    }

    /** Its node said that it is about to end. */
    public Session left() {
        return with(draft -> draft.leaving = true);
    }

    public Session withHealth(Health newHealth) {
        return with(draft -> draft.health = newHealth);
    }

    private Session with(Consumer<SessionDraft> change) {
        SessionDraft draft = new SessionDraft(this);
        change.accept(draft);
        return draft.session();
    }

    /** All that it holds is marked to come back. */
    public Session marked(Mark mark) {
        PersistentMap<StepRef, Lease> marked = leases;
        for (PersistentMap.Entry<StepRef, Lease> entry : leases) {
            marked = marked.put(entry.key(), entry.value().marked(entry.value().items(), mark));
        }
        return withLeases(marked);
    }
}
