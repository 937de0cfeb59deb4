package org.manyhands.server.blob;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.BlobUnreachableException;
import org.manyhands.store.Digest;
import org.manyhands.store.Receipt;

/** One blob on its way to several stores at once; who is slow or refuses is replaced by the next one. */
final class Spread {
    /** Who has not answered for so long may be away: another one is asked too. */
    private static final long SLOW_MILLIS = 300;

    /** A store that takes as much as this is not slow. */
    private static final long BYTES_PER_MILLI_MIN = 20_000;

    private final Digest blob;
    private final List<Place> order;
    private final long slowMillis;
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private @Nullable IOException trouble;

    /** A store that may take the blob. */
    @FunctionalInterface
    interface Place {
        Receipt take() throws IOException;
    }

    private record Told(Optional<Receipt> receipt, Optional<IOException> trouble) {}

    /**
     * @param bytes of the blob
     * @param order the places, the best first
     */
    Spread(Digest blob, long bytes, List<Place> order) {
        this.blob = blob;
        this.order = order;
        slowMillis = SLOW_MILLIS + bytes / BYTES_PER_MILLI_MIN;
    }

    /**
     * Returns when it is where it should be, or where it must be and the rest is slow.
     *
     * @throws BlobUnreachableException if too few took it; those that did keep it
     * @throws IOException what the last of them said, if all of them refused it
     */
    List<Receipt> run(int wanted, int required) throws IOException {
        Spreading spreading = new Spreading(order.size(), wanted, required, Rule.all());
        askAll(spreading);
        while (!spreading.over()) {
            next().ifPresentOrElse(told -> hear(spreading, told), spreading::slow);
            askAll(spreading);
        }
        if (!spreading.enough()) {
            throw tooFew(required);
        }
        return receipts;
    }

    private IOException tooFew(int required) {
        IOException why = trouble;
        return receipts.isEmpty() && why != null
                ? why
                : new BlobUnreachableException("blob " + blob + " is on " + receipts.size() + " of the " + required
                        + " stores that it must be on"
                        + (why == null ? "" : ": " + why.getMessage()));
    }

    private void askAll(Spreading spreading) {
        for (OptionalInt next = spreading.next(); next.isPresent(); next = spreading.next()) {
            ask(order.get(next.getAsInt()));
        }
    }

    private void ask(Place place) {
        Thread.ofVirtual().name("blob-put").start(() -> {
            try {
                told.add(new Told(Optional.of(place.take()), Optional.empty()));
            } catch (IOException failed) {
                told.add(new Told(Optional.empty(), Optional.of(failed)));
            } catch (RuntimeException bug) {
                told.add(new Told(Optional.empty(), Optional.of(new IOException("a bug: " + bug, bug))));
            }
        });
    }

    private Optional<Told> next() throws InterruptedIOException {
        try {
            return Optional.ofNullable(told.poll(slowMillis, TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void hear(Spreading spreading, Told next) {
        spreading.heard(next.receipt().isPresent());
        next.receipt().ifPresent(receipts::add);
        next.trouble().ifPresent(failed -> trouble = failed);
    }
}
