package org.manyhands.worker.stream;

import java.util.concurrent.TimeUnit;

/**
 * When a program answers: as it goes, or only when its input ends, because it keeps its output back as many filters do.
 * Learned from the first item: if its answer does not come for a while, the input is closed; an answer that then comes at
 * once was kept back, and one that comes later just takes its time.
 */
final class Habit {
    private static final long FIRST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LONGER = 4;

    private Kind kind = Kind.UNKNOWN;
    private long patienceNanos = FIRST_PATIENCE_NANOS;

    enum Kind {
        UNKNOWN,
        /** It answers while its input is open. */
        PROMPT,
        /** It answers when its input has ended. */
        AT_END
    }

    Kind kind() {
        return kind;
    }

    /** How long to wait for an answer before the input is closed to find out. */
    long patienceNanos() {
        return patienceNanos;
    }

    void answeredWhileOpen() {
        kind = Kind.PROMPT;
    }

    /** All was answered after the input was closed. */
    void answeredAfterEnd(long sinceAskedNanos, long sinceEndNanos) {
        if (kind == Kind.UNKNOWN) {
            if (sinceEndNanos <= Math.max(AT_ONCE_NANOS, patienceNanos / 2)) {
                kind = Kind.AT_END;
            } else {
                patienceNanos = Math.max(LONGER * sinceAskedNanos, LONGER * patienceNanos);
            }
        }
    }
}
