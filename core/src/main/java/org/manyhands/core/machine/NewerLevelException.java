package org.manyhands.core.machine;

/** The state is at a level, or is being raised to one, that this program does not know. It must not go on. */
public final class NewerLevelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NewerLevelException(int level, int known) {
        super("it needs level " + level + " of the control state, and this mh knows levels up to " + known);
    }
}
