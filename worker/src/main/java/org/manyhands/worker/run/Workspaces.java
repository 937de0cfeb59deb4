package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.worker.user.UnixUser;

/** The workspaces of one slot: one for the node's own tasks, and one for those of the other user who came last. */
final class Workspaces implements AutoCloseable {
    private final Users users;
    private final String name;
    private final Workspace own;
    private Optional<UnixUser> guest = Optional.empty();
    private @Nullable Workspace ofGuest;

    /** @param name of the slot */
    Workspaces(Path scratch, String name, Users users) throws IOException {
        this.users = users;
        this.name = name;
        own = new Workspace(scratch.resolve(name));
    }

    /** For the tasks of a user; for the node's own if there is none. */
    Workspace of(Optional<UnixUser> user) throws IOException {
        if (user.isEmpty()) {
            return own;
        }
        Workspace before = ofGuest;
        if (before != null && user.equals(guest)) {
            return before;
        }
        if (before != null) {
            ofGuest = null;
            before.close();
        }
        Workspace made = new Workspace(users.directory().resolve(name), user);
        ofGuest = made;
        guest = user;
        return made;
    }

    @Override
    public void close() throws IOException {
        own.close();
        if (ofGuest != null) {
            ofGuest.close();
        }
    }
}
