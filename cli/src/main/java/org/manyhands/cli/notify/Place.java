package org.manyhands.cli.notify;

import org.manyhands.worker.process.Environment;
import org.manyhands.worker.process.Slot;

/** Where commands run. */
public interface Place {
    /** For one command; closed after it. */
    Slot openSlot();

    /** Adds the marks by which the processes of a command are found again if this one dies. */
    Environment.Builder mark(Environment.Builder environment, String key);
}
