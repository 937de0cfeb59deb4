package org.manyhands.server.leader;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.manyhands.store.Digest;

/** Blobs that the state names, or that these name. */
final class Needed {
    private final Set<Digest> blobs = new HashSet<>();
    private final Map<Digest, String> unread = new HashMap<>();

    /** What a blob names. */
    @FunctionalInterface
    interface Names {
        Collection<Digest> of(Digest blob) throws IOException;
    }

    void add(Digest blob) {
        blobs.add(blob);
    }

    void add(Digest blob, Names names) {
        if (blobs.add(blob)) {
            try {
                blobs.addAll(names.of(blob));
            } catch (IOException failed) {
                unread.put(blob, String.valueOf(failed.getMessage()));
            }
        }
    }

    Set<Digest> blobs() {
        return blobs;
    }

    /** Those of them that cannot be read now, so that what they name is not among them, and why. */
    Map<Digest, String> unread() {
        return unread;
    }
}
