package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.manyhands.core.Bytes;

/**
 * One of several stores: what it has synced survives its crashes, and not the loss of its disk. A copy can rot, which nobody
 * knows before it is read; then it counts as missing, and this node makes it anew from another one.
 */
final class StoreNode extends SimulatedProcess {
    private static final long MEND_MILLIS = 700;
    private static final long SCRUB_MILLIS_MAX = 4_000;
    private static final long ANSWER_MILLIS = 600;

    private final StoreNodes all;
    private final Map<Bytes, Long> sinceMillis = new HashMap<>();
    private final Map<Bytes, Long> touchedMillis = new HashMap<>();
    private final Set<Bytes> rotten = new HashSet<>();
    private final Set<Bytes> damaged = new TreeSet<>(StoreNodes.ORDER);
    private final Set<Bytes> everLost = new HashSet<>();
    private Runnable sweeps = () -> {};
    private boolean full;

    StoreNode(StoreNodes all, String name) {
        super(all.world(), name);
        this.all = all;
    }

    /** @param begin what each life begins with, so that it sweeps */
    void sweeping(Runnable begin) {
        sweeps = begin;
    }

    void start() {
        begin();
        sinceMillis.keySet().forEach(this::touch);
        mend();
        scrub();
        sweeps.run();
    }

    private void touch(Bytes blob) {
        touchedMillis.put(blob, now());
    }

    void crash() {
        die();
    }

    // What nobody asks: how it is.

    /** Whether a read of it would be right, though the node may be down. */
    boolean intact(Bytes blob) {
        return sinceMillis.containsKey(blob) && !rotten.contains(blob) && !damaged.contains(blob);
    }

    /** Whether it has been here without a break since then. */
    boolean intactSince(Bytes blob, long millis) {
        return intact(blob) && sinceMillis.getOrDefault(blob, Long.MAX_VALUE) < millis;
    }

    boolean everLost(Bytes blob) {
        return everLost.contains(blob);
    }

    void loseDisk() {
        crash();
        everLost.addAll(sinceMillis.keySet());
        sinceMillis.clear();
        rotten.clear();
        damaged.clear();
    }

    /** Its disk takes nothing more, or does so again. */
    void full(boolean now) {
        full = now;
    }

    /** What nobody touched for so long. */
    Set<Bytes> idle(long millis) {
        Set<Bytes> idle = new TreeSet<>(StoreNodes.ORDER);
        for (Bytes blob : sinceMillis.keySet()) {
            if (now() - touchedMillis.getOrDefault(blob, now()) >= millis) {
                idle.add(blob);
            }
        }
        return idle;
    }

    void remove(Set<Bytes> blobs) {
        if (!blobs.isEmpty()) {
            world().counts().count("store", "blobs swept");
        }
        sinceMillis.keySet().removeAll(blobs);
        rotten.removeAll(blobs);
        damaged.removeAll(blobs);
    }

    boolean rot(Bytes blob) {
        boolean rots = intact(blob);
        if (rots) {
            rotten.add(blob);
            everLost.add(blob);
        }
        return rots;
    }

    /** Without a disk between. */
    void has(Bytes blob) {
        rotten.remove(blob);
        damaged.remove(blob);
        sinceMillis.putIfAbsent(blob, world().now());
        touch(blob);
    }

    // What others ask.

    /** As far as this node knows. */
    boolean claims(Bytes blob) {
        return sinceMillis.containsKey(blob) && (!damaged.contains(blob) || all.blind());
    }

    /** @param taken is told whether there was room */
    void keep(Bytes blob, Consumer<Boolean> taken) {
        if (claims(blob)) {
            touch(blob);
            taken.accept(true);
            return;
        }
        if (full) {
            world().counts().count("store", "put refused");
            taken.accept(all.careless());
            return;
        }
        if (all.hasty()) {
            taken.accept(true);
        }
        after(world().diskMillis(), "blob synced", () -> {
            if (!claims(blob)) {
                sinceMillis.put(blob, world().now());
                rotten.remove(blob);
                damaged.remove(blob);
            }
            touch(blob);
            if (!all.hasty()) {
                taken.accept(true);
            }
        });
    }

    /** Every frame is verified as it is read. */
    private boolean read(Bytes blob) {
        if (rotten.remove(blob)) {
            damaged.add(blob);
            world().counts().count("store", "rot found");
        }
        return intact(blob);
    }

    /** Makes a copy of what some other one has, and says whether it could. */
    void fetch(Bytes blob, Consumer<Boolean> done) {
        if (claims(blob)) {
            done.accept(true);
        } else {
            fetch(blob, all.others(this, blob), new Once<>(done));
        }
    }

    private void fetch(Bytes blob, List<StoreNode> from, Once<Boolean> done) {
        if (from.isEmpty()) {
            done.accept(false);
            return;
        }
        List<StoreNode> next = from.subList(1, from.size());
        Once<Boolean> read = new Once<>(there -> {
            if (there) {
                keep(blob, done);
            } else {
                fetch(blob, next, done);
            }
        });
        StoreNode first = from.getFirst();
        all.network().send(this, first, "read", () -> {
            boolean there = first.read(blob);
            all.network().send(first, this, "bytes", () -> read.accept(there));
        });
        after(ANSWER_MILLIS, "read timeout", () -> read.accept(false));
    }

    // What it does by itself.

    private void mend() {
        for (Bytes blob : new ArrayList<>(damaged)) {
            fetch(blob, made -> {
                if (made) {
                    world().counts().count("store", "damaged copy made anew");
                }
            });
        }
        after(MEND_MILLIS, "mend", this::mend);
    }

    private void scrub() {
        after(world().dice().between(1, SCRUB_MILLIS_MAX), "scrub", () -> {
            new ArrayList<>(rotten).forEach(this::read);
            scrub();
        });
    }
}
