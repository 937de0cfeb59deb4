package org.manyhands.worker.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.worker.process.CancelHandle;
import org.manyhands.worker.process.Environment;

/**
 * The devices of this node that have a name of their own, such as the GPUs 0 and 1, and who has which. Leases see only how many there are;
 * here each attempt is given certain ones: whole ones, and at most one in part, of which the fullest that has room is taken
 * (best fit), so that whole ones stay whole.
 *
 * <p>Concurrency: thread-safe. An attempt takes all it needs at once, or waits; so no two wait for each other.
 */
final class Devices {
    private static final long WHOLE = 1_000;
    private static final long LOOK_AGAIN_MILLIS = 250;
    private static final String GPU = "gpu";
    /** What the libraries of GPUs go by. */
    private static final List<String> GPU_VARIABLES = List.of("CUDA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES");

    private final Granted none = new Granted(Collections.emptySortedMap());
    /** Resource to name to what is free of it, in thousandths. */
    private final SortedMap<String, Map<String, Long>> free = new TreeMap<>();

    /** @param names resource to the names of its devices */
    Devices(SortedMap<String, List<String>> names) {
        names.forEach((resource, devices) -> {
            Map<String, Long> each = new LinkedHashMap<>();
            devices.forEach(device -> each.put(device, WHOLE));
            free.put(resource, each);
        });
    }

    /** What one attempt has of the devices, until it is closed. */
    final class Granted implements AutoCloseable {
        private final SortedMap<String, Map<String, Long>> parts;

        private Granted(SortedMap<String, Map<String, Long>> parts) {
            this.parts = parts;
        }

        /** Hides the GPUs of this node from a task that is given none, unless its step says otherwise afterwards. */
        Environment.Builder hide(Environment.Builder environment) {
            if (free.containsKey(GPU)) {
                GPU_VARIABLES.forEach(variable -> environment.put(variable, ""));
            }
            return environment;
        }

        /** Tells the task which devices it has: {@code MH_DEVICES_GPU=0,1}, and what the libraries of GPUs go by. */
        Environment.Builder mark(Environment.Builder environment) {
            parts.forEach((resource, devices) -> {
                String names = String.join(",", devices.keySet());
                environment.put(variable(resource), names);
                if (resource.equals(GPU)) {
                    GPU_VARIABLES.forEach(variable -> environment.put(variable, names));
                }
            });
            return environment;
        }

        /** For the record: {@code gpu=0}, one for each. */
        List<String> names() {
            List<String> names = new ArrayList<>();
            parts.forEach(
                    (resource, devices) -> devices.keySet().forEach(device -> names.add(resource + "=" + device)));
            return names;
        }

        @Override
        public void close() {
            give(parts);
        }
    }

    /**
     * Waits until there is enough.
     *
     * @param demand of which what has no named devices is not looked at
     * @return empty if the attempt was cancelled meanwhile
     */
    Optional<Granted> take(Demand demand, CancelHandle cancel) throws InterruptedException {
        if (free.isEmpty()) {
            return Optional.of(none);
        }
        SortedMap<String, Long> named = new TreeMap<>();
        demand.amounts().forEach((resource, amount) -> {
            if (amount > 0 && free.containsKey(resource)) {
                named.put(resource, amount);
            }
        });
        return named.isEmpty() ? Optional.of(none) : await(named, cancel);
    }

    private synchronized Optional<Granted> await(SortedMap<String, Long> demand, CancelHandle cancel)
            throws InterruptedException {
        while (!cancel.isCancelled()) {
            SortedMap<String, Map<String, Long>> parts = new TreeMap<>();
            demand.forEach((resource, amount) ->
                    choose(devices(resource), amount).ifPresent(chosen -> parts.put(resource, chosen)));
            if (parts.size() == demand.size()) {
                parts.forEach((resource, chosen) ->
                        chosen.forEach((device, part) -> devices(resource).merge(device, -part, Long::sum)));
                return Optional.of(new Granted(parts));
            }
            wait(LOOK_AGAIN_MILLIS);
        }
        return Optional.empty();
    }

    private synchronized void give(SortedMap<String, Map<String, Long>> parts) {
        parts.forEach((resource, chosen) ->
                chosen.forEach((device, part) -> devices(resource).merge(device, part, Long::sum)));
        notifyAll();
    }

    private Map<String, Long> devices(String resource) {
        return free.getOrDefault(resource, Map.of());
    }

    /** Device to what is taken of it; empty if there is not enough now. */
    private static Optional<Map<String, Long>> choose(Map<String, Long> devices, long amount) {
        Map<String, Long> chosen = new LinkedHashMap<>();
        devices.forEach((device, left) -> {
            if (left == WHOLE && chosen.size() < amount / WHOLE) {
                chosen.put(device, WHOLE);
            }
        });
        if (chosen.size() < amount / WHOLE) {
            return Optional.empty();
        }
        long part = amount % WHOLE;
        if (part == 0) {
            return Optional.of(chosen);
        }
        Optional<String> fullest = devices.entrySet().stream()
                .filter(device -> !chosen.containsKey(device.getKey()) && device.getValue() >= part)
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
        fullest.ifPresent(device -> chosen.put(device, part));
        return fullest.map(device -> chosen);
    }

    private static String variable(String resource) {
        return "MH_DEVICES_" + resource.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
