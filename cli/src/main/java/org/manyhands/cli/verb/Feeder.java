package org.manyhands.cli.verb;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutOfReachException;
import org.manyhands.cli.client.ProblemException;
import org.manyhands.server.api.JobView;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.items.ItemListBuilder;
import org.manyhands.store.items.ItemListReader;

/**
 * Gives a running job the items that come on standard input: the first at once, then in batches that grow rarer with its
 * age. Each says at which number it begins, so that it may be said again to whatever node answers. On a thread of its own.
 */
final class Feeder {
    private static final long PAUSE_MILLIS_MIN = 50;
    private static final long PAUSE_MILLIS_MAX = 5_000;
    /** A batch every 2 % of the age. */
    private static final long AGE_PARTS = 50;
    /** Somebody who gives items is taken for gone if he says nothing for five times this. */
    private static final long SAY_MILLIS = 2_000;
    /** So many small lists are joined into one. */
    private static final int SMALL_MAX = 64;
    /** A list of so many items is not small. */
    private static final long LARGE_ITEMS = 1_000_000;

    private final Cluster cluster;
    private final String job;
    private final String step;
    private final StandardInputFeed input;
    private final Path spool;
    private final List<Sent> small = new ArrayList<>();
    private long items;

    private record Sent(long first, Digest list) {}

    Feeder(Cluster cluster, JobView job, StandardInputFeed input, Path spool) {
        this.cluster = cluster;
        this.job = job.id();
        this.input = input;
        this.spool = spool;
        step = job.steps().stream()
                .filter(each -> !each.list().equals("closed"))
                .map(JobView.StepView::name)
                .findFirst()
                .orElse("");
    }

    void start() {
        Thread.ofPlatform().name("feeder").daemon().start(this::feed);
    }

    private void feed() {
        try {
            long begin = System.nanoTime();
            long given = begin - TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS_MAX);
            while (!input.over()) {
                if (input.await(SAY_MILLIS)) {
                    long pause = Math.clamp(
                            sinceMillis(begin) / AGE_PARTS - sinceMillis(given),
                            PAUSE_MILLIS_MIN - Math.min(PAUSE_MILLIS_MIN, sinceMillis(given)),
                            PAUSE_MILLIS_MAX);
                    Thread.sleep(pause);
                    give();
                    given = System.nanoTime();
                } else if (!input.over()) {
                    ask("feed");
                }
            }
            end();
        } catch (ProblemException refused) {
            tell(String.valueOf(refused.getMessage()));
        } catch (OutOfReachException | IOException failed) {
            CommandLines.say("no more items reach job " + job + ": " + failed.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void give() throws IOException, ProblemException, OutOfReachException, InterruptedException {
        long first = items;
        try (ItemListBuilder list = new ItemListBuilder(spool)) {
            if (small.size() >= SMALL_MAX) {
                first = small.getFirst().first();
                join(list);
            }
            items += input.take(list::add);
            long count = items - first;
            try (SealedBlob sealed = list.seal()) {
                cluster.sink().putIfAbsent(sealed);
                if (count >= LARGE_ITEMS) {
                    small.clear();
                } else {
                    small.add(new Sent(first, sealed.name()));
                }
                ask("feed?step=" + word(step) + "&first=" + first + "&count=" + count + "&list=" + sealed.name());
            }
        }
    }

    /** The items of the small lists once more, in one. */
    private void join(ItemListBuilder list) throws IOException {
        for (Sent each : small) {
            try (ItemListReader reader = ItemListReader.open(cluster.source(), each.list())) {
                for (long item = 0; item < reader.size(); item++) {
                    list.add(reader.get(item));
                }
            }
        }
        small.clear();
    }

    private void end() throws ProblemException, OutOfReachException, InterruptedException {
        Optional<String> failure = input.failure();
        if (failure.isPresent()) {
            ask("cancel?reason=" + word(failure.get()));
        } else {
            ask("close?step=" + word(step) + "&items=" + items);
        }
    }

    /** Items that a job does not take, because it is over, are no news; that its list was closed by somebody is. */
    private void tell(String sentence) {
        try {
            JobView now = cluster.job(job);
            if (now.endedMillis() == 0 && !now.state().equals("cancelling")) {
                CommandLines.say("no more items are read: " + sentence);
            }
        } catch (ProblemException | OutOfReachException gone) {
            CommandLines.say("no more items are read: " + sentence);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String what) throws ProblemException, OutOfReachException, InterruptedException {
        var _ = cluster.request("POST", "/v1/jobs/" + job + "/" + what, new byte[0]);
    }

    private static String word(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static long sinceMillis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
