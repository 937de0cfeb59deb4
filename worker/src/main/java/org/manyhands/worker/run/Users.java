package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.manyhands.store.FileAccess;
import org.manyhands.worker.user.Credentials;
import org.manyhands.worker.user.UnixUser;
import org.manyhands.worker.user.UnixUsers;

/** As which users tasks may run here: as the node's own, and if it was told so, as any that this machine knows, except root. */
final class Users {
    private final Optional<Path> directory;

    /** @param directory below which the tasks of others work; empty if nobody else's tasks run here */
    Users(Optional<Path> directory) {
        this.directory = directory;
    }

    /**
     * The user of this name; none for the empty one, which is the node's own.
     *
     * @throws StagingException if tasks may not run as that user here
     */
    Optional<UnixUser> named(String name) throws StagingException {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (directory.isEmpty()) {
            throw new StagingException("the task is to run as " + name + ", and this node runs tasks only as "
                    + System.getProperty("user.name") + "; 'mh up --users DIR', as root, lets it run those of others");
        }
        Optional<UnixUser> user = UnixUsers.named(name);
        if (user.isEmpty() || user.get().isRoot()) {
            throw new StagingException("the task is to run as " + name + ", and this node "
                    + (user.isEmpty() ? "knows no such user" : "lets nobody else act as root"));
        }
        return user;
    }

    /** Where the tasks of others work. */
    Path directory() {
        return directory.orElseThrow();
    }

    /** With the rights of a user; with the node's own if there is none. */
    static FileAccess access(Optional<UnixUser> user) {
        if (user.isEmpty()) {
            return FileAccess.OWN;
        }
        return new FileAccess() {
            @Override
            public <T> T with(Opening<T> opening) throws IOException {
                return Credentials.as(user, opening::open);
            }
        };
    }
}
