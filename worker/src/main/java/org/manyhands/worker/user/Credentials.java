package org.manyhands.worker.user;

import java.util.List;
import java.util.Optional;

/**
 * The rights of another user, which a thread of root's process has for a while. Under Linux a thread has credentials of its own
 * (credentials(7)). Only the effective ones change: with the real and the saved ones that user could send signals to the
 * thread, and end the node.
 *
 * <p>Concurrency: for platform threads, as a virtual one may go on with another thread's credentials. Failure: if the node's own
 * rights do not come back, the process is ended at once.
 */
public final class Credentials {
    private static final int NOT_RESTORED = 125;
    private static final ScopedValue<UnixUser> CURRENT = ScopedValue.newInstance();

    private Credentials() {}

    /** The process as it began. */
    private static final class Own {
        static final int UID = UserCalls.effectiveUser();
        static final int GID = UserCalls.effectiveGroup();
        static final List<Integer> GROUPS = UserCalls.threadGroups();

        private Own() {}
    }

    /** What is done. */
    public interface Action<T, E extends Exception> {
        T act() throws E;
    }

    /** Does it with the rights of a user; with the node's own if there is none. */
    public static <T, E extends Exception> T as(Optional<UnixUser> user, Action<T, E> action) throws E {
        if (user.isEmpty() || (CURRENT.isBound() && CURRENT.get().equals(user.get()))) {
            return action.act();
        }
        take(user.get());
        try {
            return ScopedValue.where(CURRENT, user.get()).<T, E>call(action::act);
        } finally {
            giveBack();
        }
    }

    /**
     * Makes sure that classes can be loaded with anybody's rights: this opens all files of the class path, which the class
     * loader keeps open. It would take one that a user may not read for one that is not there, for good.
     */
    public static void openClassPath() {
        var _ = Credentials.class.getClassLoader().getResource("org/manyhands/there/is/none");
    }

    private static void take(UnixUser user) {
        if (Thread.currentThread().isVirtual() || CURRENT.isBound() || Own.UID != UnixUser.ROOT || user.isRoot()) {
            throw new IllegalStateException("this thread cannot have the rights of " + user.name());
        }
        boolean taken = UserCalls.setThreadGroups(user.groups())
                && UserCalls.setThreadGroup(user.gid())
                && UserCalls.setThreadUser(user.uid());
        if (!taken) {
            giveBack();
            throw new IllegalStateException("the system refuses the rights of " + user.name());
        }
    }

    private static void giveBack() {
        boolean restored = UserCalls.setThreadUser(Own.UID)
                && UserCalls.setThreadGroup(Own.GID)
                && UserCalls.setThreadGroups(Own.GROUPS);
        if (!restored) {
            System.err.println("mh: a thread cannot have its rights back; this process ends");
            Runtime.getRuntime().halt(NOT_RESTORED);
        }
    }
}
