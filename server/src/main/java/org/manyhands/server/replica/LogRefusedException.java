package org.manyhands.server.replica;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The log must not start on what its directory holds. The message says what was found and what to do. */
public final class LogRefusedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    LogRefusedException(String sentence) {
        this(sentence, null);
    }

    LogRefusedException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
