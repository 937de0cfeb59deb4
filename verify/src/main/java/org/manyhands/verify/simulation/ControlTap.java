package org.manyhands.verify.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Replica;
import org.manyhands.server.control.Saved;
import org.manyhands.server.replica.Replicated;

/** The replica as the log drives it, compared with the truth after every step; some bugs live here. */
final class ControlTap implements Replicated {
    private final Cluster cluster;
    private final String member;
    private final Replica replica;

    ControlTap(Cluster cluster, String member, Replica replica) {
        this.cluster = cluster;
        this.member = member;
        this.replica = replica;
    }

    @Override
    public void apply(long term, long index, byte[] entry) {
        replica.apply(term, index, entry);
        cluster.truth().equal(member, replica.root(), false);
    }

    @Override
    public void save(OutputStream out) throws IOException {
        if (cluster.bug().is(Shortcut.SNAPSHOT_LOSES_TOMBSTONES)) {
            State root = replica.root();
            State less = root.withKeys(root.keys(), PersistentMap.empty());
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            replica.save(whole);
            out.write(Saved.CODEC.encode(
                    new Saved(less, Saved.decode(whole.toByteArray()).journal())));
        } else {
            replica.save(out);
        }
    }

    @Override
    public void restore(InputStream in) throws IOException {
        byte[] bytes = in.readAllBytes();
        if (cluster.bug().is(Shortcut.IDS_REUSED_AFTER_RESTORE)) {
            Saved saved = Saved.decode(bytes);
            bytes = Saved.CODEC.encode(new Saved(reusing(saved.state()), saved.journal()));
        }
        try {
            replica.restore(new ByteArrayInputStream(bytes));
        } catch (IllegalStateException broken) {
            throw new Violation(member + " finds a broken state in its snapshot: " + broken.getMessage());
        }
        cluster.truth().equal(member, replica.root(), true);
    }

    private static State reusing(State state) {
        long jobs = state.jobs().last().map(PersistentMap.Entry::key).orElse(0L);
        long sessions = state.sessions().last().map(PersistentMap.Entry::key).orElse(0L);
        return state.withNextId(Math.max(jobs, sessions) + 1);
    }

    @Override
    public void leaderReady(long term) {
        replica.leaderReady(term);
    }

    @Override
    public void leaderLost() {
        replica.leaderLost();
    }
}
