package org.manyhands.server.replica;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No leader could confirm a read; asking again later may help. The message is a sentence. */
public final class LogUnavailableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    LogUnavailableException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
