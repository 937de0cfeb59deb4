package org.manyhands.cli.identity;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.manyhands.link.LinkClosedException;
import org.manyhands.server.identity.ClusterAuthority;
import org.manyhands.worker.run.LinkDownException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets this node a younger certificate when two thirds of the life of its own are over; on a thread of its own. */
public final class Renewal implements AutoCloseable {
    private static final Duration LOOK_MAX = Duration.ofMinutes(10);
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final NodeIdentity identity;
    private final Source source;
    private final Runnable onRenewed;
    private final Thread thread;

    /** Who makes certificates. */
    @FunctionalInterface
    public interface Source {
        List<X509Certificate> younger()
                throws IOException, LinkDownException, LinkClosedException, InterruptedException;
    }

    private Renewal(NodeIdentity identity, Source source, Runnable onRenewed) {
        this.identity = identity;
        this.source = source;
        this.onRenewed = onRenewed;
        thread = Thread.ofVirtual().name("renewal").unstarted(this::run);
    }

    /**
     * Begins to watch the certificate.
     *
     * @param onRenewed is run after each renewal
     */
    public static Renewal start(NodeIdentity identity, Source source, Runnable onRenewed) {
        Renewal renewal = new Renewal(identity, source, onRenewed);
        renewal.thread.start();
        return renewal;
    }

    private void run() {
        try {
            while (true) {
                Duration left = Duration.between(
                        Instant.now(),
                        ClusterAuthority.renewAt(identity.credentials().certificate()));
                if (left.isPositive()) {
                    // By small steps, as the wall clock may be set.
                    Thread.sleep(left.compareTo(LOOK_MAX) < 0 ? left : LOOK_MAX);
                } else {
                    renew();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() throws InterruptedException {
        try {
            identity.renewed(source.younger());
            LOG.info(
                    "The certificate of this node is renewed; it is good until {}.",
                    identity.credentials().certificate().getNotAfter().toInstant());
            onRenewed.run();
        } catch (IOException | LinkDownException | LinkClosedException later) {
            LOG.warn(
                    "The certificate of this node, which is good until {}, cannot be renewed yet: {}",
                    identity.credentials().certificate().getNotAfter().toInstant(),
                    later.getMessage());
            Thread.sleep(AGAIN);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
