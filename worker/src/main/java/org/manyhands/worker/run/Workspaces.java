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
    private @Nullable Workspace ofGuest;

    /** @param name of the slot */
    Workspaces(Path scratch, String name, Users users) throws IOException {
        this.users = users;
        this.name = name;
        own = new Workspace(scratch.resolve(name));
    }

    /**
     * For tasks that run as the user of this name; the node's own for the empty one.
     *
     * @throws StagingException if tasks may not run as that user here
     */
    Workspace of(String userName) throws IOException, StagingException {
        Optional<UnixUser> user = users.named(userName);
        if (user.isEmpty()) {
            return own;
        }
        Workspace before = ofGuest;
        if (before != null && before.user().equals(user)) {
            return before;
        }
        if (before != null) {
            ofGuest = null;
            before.close();
        }
        Workspace made = new Workspace(users.directory().resolve(name), user);
        ofGuest = made;
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
