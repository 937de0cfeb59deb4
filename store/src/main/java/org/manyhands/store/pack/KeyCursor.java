package org.manyhands.store.pack;

import java.io.IOException;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.Digest;

/** Goes once over the tasks of one commit, in order, leaving out what was refused. */
final class KeyCursor {
    private final int age;
    private final Keys keys;
    private final LongPredicate refused;
    private @Nullable Located current;

    /** A task and the pack it is in. */
    record Located(TaskKey key, Digest pack) {}

    /** The tasks of a commit in order; null at the end. */
    interface Keys {
        @Nullable Located next() throws IOException;
    }

    /** @param age the position of the commit: a higher one is newer */
    KeyCursor(int age, Keys keys, LongPredicate refused) throws IOException {
        this.age = age;
        this.keys = keys;
        this.refused = refused;
        advance();
    }

    @Nullable Located current() {
        return current;
    }

    int age() {
        return age;
    }

    void advance() throws IOException {
        do {
            current = keys.next();
        } while (current != null && refused.test(current.key().item()));
    }
}
