package org.manyhands.worker.user;

import java.util.List;

/**
 * A user of this machine, as its user database has it.
 *
 * @param groups all of them, the first one included
 */
public record UnixUser(String name, int uid, int gid, List<Integer> groups, String home, String shell) {
    public static final int ROOT = 0;

    public UnixUser {
        groups = List.copyOf(groups);
    }

    public boolean isRoot() {
        return uid == ROOT;
    }
}
