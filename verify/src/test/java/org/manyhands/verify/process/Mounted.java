package org.manyhands.verify.process;

import java.util.List;

/** How a process is started that sees the data directory in another way: in a mount namespace of its own, which ends with it. */
enum Mounted {
    AS_IT_IS(""),
    READ_ONLY("mount --bind \"$MH_DATA\" \"$MH_DATA\" && mount -o remount,ro,bind \"$MH_DATA\""),
    /** Less room than any of it needs. */
    TINY("mkdir -p \"$MH_DATA\" && mount -t tmpfs -o size=8m,mode=700 tmpfs \"$MH_DATA\""),
    /** Enough for now, and soon too little. */
    SMALL("mkdir -p \"$MH_DATA\" && mount -t tmpfs -o size=900m,mode=700 tmpfs \"$MH_DATA\""),
    /** Without a free byte. */
    FULL(TINY.script + " && ! cat /dev/zero >\"$MH_DATA/filled\" 2>/dev/null");

    private final String script;

    Mounted(String script) {
        this.script = script;
    }

    /** The words before those of the command. */
    List<String> words() {
        return this == AS_IT_IS
                ? List.of()
                : List.of("unshare", "--map-root-user", "--mount", "sh", "-c", script + " && exec \"$@\"", "sh");
    }
}
