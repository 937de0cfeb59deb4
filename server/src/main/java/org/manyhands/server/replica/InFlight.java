package org.manyhands.server.replica;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.manyhands.server.replica.Appended.Reason;
import org.manyhands.server.replica.Appended.Refused;

/** The appends under way: their bounds, and the promise that each of them completes. */
final class InFlight {
    private final LogSettings settings;
    private final Map<Long, CompletableFuture<Appended>> futures = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    InFlight(LogSettings settings) {
        this.settings = settings;
    }

    /** Takes the place of an entry, or says why there is none. */
    Optional<Refused> enter(int size) {
        boolean fits = count.incrementAndGet() <= settings.inFlightMax();
        fits &= bytes.addAndGet(size) <= settings.inFlightBytesMax();
        if (fits) {
            return Optional.empty();
        }
        leave(size);
        return Optional.of(new Refused(
                Reason.BUSY,
                "Too much is in flight (at most " + settings.inFlightMax() + " entries and "
                        + settings.inFlightBytesMax() + " bytes); wait for some of it."));
    }

    CompletableFuture<Appended> future(int size) {
        CompletableFuture<Appended> future = new CompletableFuture<>();
        long number = numbers.incrementAndGet();
        futures.put(number, future);
        var _ = future.whenComplete((outcome, none) -> {
            futures.remove(number);
            leave(size);
        });
        return future;
    }

    void completeAll(Appended outcome) {
        futures.values().forEach(future -> future.complete(outcome));
    }

    private void leave(int size) {
        count.decrementAndGet();
        bytes.addAndGet(-size);
    }
}
