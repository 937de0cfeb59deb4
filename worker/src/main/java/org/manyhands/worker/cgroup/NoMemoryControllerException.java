package org.manyhands.worker.cgroup;

/** Memory limits cannot be kept on this system; the message says why. */
public final class NoMemoryControllerException extends Exception {
    private static final long serialVersionUID = 1;

    NoMemoryControllerException(String reason) {
        super(reason);
    }
}
