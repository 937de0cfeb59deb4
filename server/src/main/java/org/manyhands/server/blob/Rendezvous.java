package org.manyhands.server.blob;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.manyhands.store.Digest;

/** In which order stores are asked for a blob, the same on each node (Thaler and Ravishankar, 1998: highest random weight). */
public final class Rendezvous {
    private Rendezvous() {}

    /** All of them, the first to be asked first. */
    public static List<String> order(List<String> stores, Digest blob) {
        return stores.stream()
                .sorted(Comparator.comparing(store -> weight(store, blob)))
                .toList();
    }

    private static Digest weight(String store, Digest blob) {
        byte[] name = store.getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(name, name.length + Digest.BYTES);
        System.arraycopy(blob.toBytes(), 0, both, name.length, Digest.BYTES);
        return Digest.of(both);
    }
}
