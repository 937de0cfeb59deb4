package org.manyhands.core.place;

import java.util.Optional;

/**
 * What became of a session since the pass before.
 *
 * @param now nothing if it is gone
 * @param open whether it gets new tasks
 * @param reshaped whether it may meet another condition, or run tasks that it never could, or the other way round
 */
record Shift(long session, Optional<Host> now, boolean open, boolean reshaped) {
    /** It was not there. */
    static Shift arrived(Host host, boolean open) {
        return new Shift(host.id(), Optional.of(host), open, true);
    }

    static Shift of(long session, Optional<Host> before, boolean wasOpen, Optional<Host> now, boolean open) {
        boolean same = before.isPresent() && now.isPresent() && wasOpen == open && alike(before.get(), now.get());
        return new Shift(session, now, open, !same);
    }

    private static boolean alike(Host before, Host now) {
        return before.session().silent() == now.session().silent()
                && before.labels().equals(now.labels())
                && before.session().inventory().equals(now.session().inventory());
    }
}
