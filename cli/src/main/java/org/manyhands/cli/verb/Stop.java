package org.manyhands.cli.verb;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.manyhands.cli.node.RunningNode;

/** How somebody wants a node to end: in order, or at once. Signals come on threads of their own. */
final class Stop {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch hurry = new CountDownLatch(1);

    /** What runs is ended now. */
    void atOnce() {
        hurry.countDown();
        asked.countDown();
    }

    /** What runs may end; the second time it may not. */
    void inOrder() {
        if (asked.getCount() == 0) {
            hurry.countDown();
        }
        asked.countDown();
    }

    /** Waits until somebody wants that; true if in order. */
    boolean await() throws InterruptedException {
        asked.await();
        return hurry.getCount() > 0;
    }

    /** Drains the node until it is empty, the limit is over, or somebody is in a hurry. */
    void drain(RunningNode node, Duration limit) throws InterruptedException {
        Thread draining = Thread.ofVirtual().name("drain").start(() -> {
            try {
                var _ = node.drain(limit);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            } finally {
                hurry.countDown();
            }
        });
        hurry.await();
        draining.interrupt();
        draining.join();
    }
}
