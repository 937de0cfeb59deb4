package org.manyhands.cli.notify;

import java.io.IOException;
import java.util.Optional;
import org.manyhands.worker.process.Environment;
import org.manyhands.worker.process.Slot;
import org.manyhands.worker.user.UnixUser;

/** Where commands run. */
public interface Place {
    /** For one command; closed after it. */
    Slot openSlot();

    /**
     * As whom a command runs, by name; none for the empty name, which is the node's own user.
     *
     * @throws IOException with a sentence if it may not run as that user
     */
    Optional<UnixUser> user(String name) throws IOException;

    /** Adds the marks by which the processes of a command are found again if this one dies. */
    Environment.Builder mark(Environment.Builder environment, String key);
}
