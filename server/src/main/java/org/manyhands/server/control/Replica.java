package org.manyhands.server.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.codec.MalformedException;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Reply;
import org.manyhands.core.journal.Position;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.NewerLevelException;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.Invariants;
import org.manyhands.core.state.State;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.replica.NewerVersionException;
import org.manyhands.server.replica.ReplicaDivergedException;
import org.manyhands.server.replica.Replicated;

/**
 * The replicated state on this member. The log's thread applies; everybody else reads the root, which is immutable.
 */
public final class Replica implements Replicated {
    static final Codec<Entry> ENTRIES = Codec.of(Entry.class);
    private static final Codec<State> STATES = Codec.of(State.class);

    /** Replies of this many entries are kept for their proposer, who has far fewer in flight. */
    private static final int REPLIES_KEPT = 256;

    private final Machine machine;
    private final Optional<Journal> journal;
    private final Observer observer;
    private final ConcurrentSkipListMap<Long, Replies> replies = new ConcurrentSkipListMap<>();
    private volatile State root;
    private boolean placed;

    /** Who is told of changes, on the log's thread: it only enqueues. */
    public interface Observer {
        /** Whom nothing of a replica concerns. */
        Observer NONE = new Observer() {
            @Override
            public void applied(Outcome outcome) {}

            @Override
            public void restored(State root) {}

            @Override
            public void leaderReady(long term) {}

            @Override
            public void leaderLost() {}
        };

        void applied(Outcome outcome);

        /** The root was replaced as a whole. */
        void restored(State root);

        void leaderReady(long term);

        void leaderLost();
    }

    /** What an entry was answered, and the number of the state that it made. */
    record Replies(List<Reply> replies, long applied) {}

    /** A replica that writes no journal. */
    public Replica(Machine machine, State initial, Observer observer) {
        this(machine, initial, Optional.empty(), observer);
    }

    public Replica(Machine machine, State initial, Journal journal, Observer observer) {
        this(machine, initial, Optional.of(journal), observer);
    }

    private Replica(Machine machine, State initial, Optional<Journal> journal, Observer observer) {
        this.machine = machine;
        this.journal = journal;
        this.observer = observer;
        root = initial;
    }

    public State root() {
        return root;
    }

    Machine machine() {
        return machine;
    }

    /** The replies of an entry that was applied here; they are given once. */
    Optional<Replies> take(long index) {
        return Optional.ofNullable(replies.remove(index));
    }

    @Override
    public void apply(long term, long index, byte[] entry) {
        if (!placed) {
            place(Position.START);
        }
        Outcome outcome = apply(index, decode(index, entry));
        journal.ifPresent(written -> written.applied(entry.length, outcome));
        root = outcome.state();
        replies.put(index, new Replies(outcome.replies(), root.applied()));
        if (replies.size() > REPLIES_KEPT) {
            replies.pollFirstEntry();
        }
        observer.applied(outcome);
    }

    private Outcome apply(long index, Entry entry) {
        try {
            return machine.apply(root, entry);
        } catch (NewerLevelException newer) {
            throw new NewerVersionException(
                    "The entry " + index + " of the log cannot be applied: " + newer.getMessage());
        }
    }

    private static Entry decode(long index, byte[] entry) {
        try {
            return ENTRIES.decode(entry);
        } catch (MalformedException notOurs) {
            throw new ReplicaDivergedException("The entry " + index + " of the log cannot be read ("
                    + notOurs.getMessage() + "). Start the version of mh that wrote it, or a newer one.");
        }
    }

    /** Where the journal goes on is known with the state: from the snapshot, or at the beginning. */
    private void place(Position position) {
        placed = true;
        journal.ifPresent(written -> written.rewind(position, root.applied()));
    }

    @Override
    public void save(OutputStream out) throws IOException {
        if (journal.isPresent()) {
            journal.get().force();
            out.write(Saved.CODEC.encode(new Saved(root, journal.get().position())));
        } else {
            out.write(STATES.encode(root));
        }
    }

    @Override
    public void restore(InputStream in) throws IOException {
        try {
            Saved saved = Saved.decode(in.readAllBytes());
            machine.check(saved.state());
            Invariants.check(saved.state());
            root = saved.state();
            place(saved.journal());
            observer.restored(saved.state());
        } catch (NewerLevelException | MalformedException newer) {
            throw new NewerVersionException("The snapshot of the state cannot be read: " + newer.getMessage());
        }
    }

    @Override
    public void leaderReady(long term) {
        observer.leaderReady(term);
    }

    @Override
    public void leaderLost() {
        observer.leaderLost();
    }
}
