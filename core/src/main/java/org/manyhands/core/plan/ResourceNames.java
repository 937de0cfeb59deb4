package org.manyhands.core.plan;

/** The resources that mean the same everywhere; others are as a cluster names them. */
public final class ResourceNames {
    /** In thousandths of a core. */
    public static final String CPU = "cpu";
    /** In bytes, of all processes of a task together. */
    public static final String MEMORY = "memory";
    /** In bytes on disk, of the directories that a node gives a task. */
    public static final String SCRATCH = "scratch";

    /** In thousandths of a task: how many tasks a node runs at once as other users than its own; many have none. */
    public static final String USERS = "users";

    private ResourceNames() {}

    /** Whether amounts are bytes; they are thousandths otherwise. */
    public static boolean inBytes(String resource) {
        return resource.equals(MEMORY) || resource.equals(SCRATCH);
    }
}
