package org.manyhands.verify.simulation;

import org.manyhands.core.command.Event;

/** As long as the control plane is never gone for a whole time to live, no session ends and nothing is run again. */
final class CalmChecker implements Checker {
    @Override
    public void applied(Applied applied) {
        for (Event event : applied.events()) {
            Violation.unless(
                    !(event instanceof Event.SessionEnded) && !(event instanceof Event.SessionSilent),
                    "a session ended, and only the control plane was gone, for less than the time to live: " + event);
        }
    }
}
