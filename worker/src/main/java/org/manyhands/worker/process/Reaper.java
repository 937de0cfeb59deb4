package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * A tiny separate process that outlives this JVM by the time it takes to end the tasks of its boot. It waits on a pipe
 * whose other end only this JVM holds: when the JVM ends in whatever way, {@code kill -9} included, the pipe closes and
 * the process kills whatever carries the mark of the boot, until none is left. If it dies itself, it is started again.
 */
public final class Reaper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Reaper.class.getName());
    private static final long RESTART_MILLIS_MIN = 100;
    private static final long RESTART_MILLIS_MAX = 10_000;
    private static final ByteString LEAVE = ByteString.copyFromUtf8("leave\n");

    private final BootMark boot;
    private final Detached.Launcher launcher;
    private final Thread watch;
    private Detached process;
    private boolean closed;

    private Reaper(BootMark boot, Detached.Launcher launcher, Detached process) {
        this.boot = boot;
        this.launcher = launcher;
        this.process = process;
        watch = Thread.ofPlatform().daemon().name("mh-reaper-watch").unstarted(this::keepAlive);
    }

    static Reaper start(BootMark boot, Detached.Launcher launcher) throws IOException {
        Reaper reaper = new Reaper(boot, launcher, launch(boot, launcher));
        reaper.watch.start();
        return reaper;
    }

    private static Detached launch(BootMark boot, Detached.Launcher launcher) throws IOException {
        ByteString mark = boot.entry();
        return launcher.launch(List.of(
                ByteString.copyFromUtf8("/bin/sh"),
                ByteString.copyFromUtf8("-c"),
                ByteString.copyFromUtf8(ReaperScript.TEXT),
                ByteString.copyFromUtf8("mh-reaper"),
                mark));
    }

    /** The number of the process that waits now. */
    public synchronized long pid() {
        return process.pid();
    }

    private void keepAlive() {
        long waitMillis = RESTART_MILLIS_MIN;
        try {
            while (true) {
                Detached current = current();
                long startNanos = System.nanoTime();
                current.awaitEnd();
                current.hangUp();
                boolean lasted = System.nanoTime() - startNanos > RESTART_MILLIS_MAX * 1_000_000;
                waitMillis = lasted ? RESTART_MILLIS_MIN : Math.min(2 * waitMillis, RESTART_MILLIS_MAX);
                if (!restart(waitMillis)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Detached current() {
        return process;
    }

    /** Starts another one, trying until it works; false when there is none to start any more. */
    private boolean restart(long waitMillis) throws InterruptedException {
        while (true) {
            synchronized (this) {
                if (closed) {
                    return false;
                }
                try {
                    process = launch(boot, launcher);
                    LOG.log(
                            Level.WARNING,
                            "The reaper had died and was started again, pid {0}.",
                            Long.toString(process.pid()));
                    return true;
                } catch (IOException e) {
                    LOG.log(Level.ERROR, "The reaper has died and cannot be started again yet.", e);
                }
            }
            Thread.sleep(waitMillis);
        }
    }

    /** Sends it away; it ends nothing. Waits until it is gone. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            process.tell(LEAVE);
            process.hangUp();
        }
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
