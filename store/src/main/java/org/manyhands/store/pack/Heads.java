package org.manyhands.store.pack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.manyhands.store.ByteWriter;

/**
 * Where the heads of tasks lie in the content of a pack. They come in runs of ascending keys, one after the other from each slot: kept as they come
 * and sorted once, which is nearly a merge, they cost less than a tree.
 */
final class Heads {
    private static final int ENTRY_BYTES_ABOUT = 16;

    private final List<Head> heads = new ArrayList<>();

    private record Head(TaskKey key, long position, int length) {}

    void add(TaskKey key, long position, int length) {
        heads.add(new Head(key, position, length));
    }

    /** So many were added; a key that was added again counts again. */
    int size() {
        return heads.size();
    }

    void retain(Predicate<TaskKey> kept) {
        heads.removeIf(head -> !kept.test(head.key()));
    }

    /** How many keys there are, then each as the distance from the one before; of a key that was added again, the last head. */
    ByteWriter encode() {
        heads.sort(Comparator.comparing(Head::key)); // stable: the last one added stays the last of its key
        List<Head> last = new ArrayList<>(heads.size());
        for (Head head : heads) {
            if (!last.isEmpty() && last.getLast().key().equals(head.key())) {
                last.removeLast();
            }
            last.add(head);
        }
        ByteWriter index = new ByteWriter(ENTRY_BYTES_ABOUT * last.size() + 64).number(last.size());
        TaskKey before = TaskKey.ZERO;
        long position = 0;
        for (Head head : last) {
            head.key().encode(index, before);
            index.signed(head.position() - position).number(head.length());
            before = head.key();
            position = head.position();
        }
        return index;
    }
}
