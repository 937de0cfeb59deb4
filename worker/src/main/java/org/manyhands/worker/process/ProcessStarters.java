package org.manyhands.worker.process;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Chooses how this node starts processes. */
public final class ProcessStarters {
    private static final Logger LOG = System.getLogger(ProcessStarters.class.getName());

    private ProcessStarters() {}

    /**
     * The best implementation that works on this system; {@link ProcessStarter#containment} says which, and why not a
     * better one. Makes this JVM a child-subreaper where it can: call it once, in a process that runs tasks.
     */
    public static ProcessStarter choose() {
        return LimitedStarter.over(chooseUnlimited());
    }

    private static ProcessStarter chooseUnlimited() {
        try {
            return PosixSpawnStarter.open();
        } catch (UnsupportedSystemException e) {
            LOG.log(Level.WARNING, "Tasks are started by the JDK: {0}.", e.reason());
            return new JdkProcessStarter(e.reason());
        }
    }
}
