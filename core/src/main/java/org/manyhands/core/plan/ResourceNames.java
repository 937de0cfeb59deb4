package org.manyhands.core.plan;

import java.util.List;

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

    private static final List<String> OF_NODES = List.of(CPU, MEMORY, SCRATCH, USERS);

    private ResourceNames() {}

    /** Whether only a node can have it, and a cluster as a whole cannot. */
    public static boolean isOfNodes(String resource) {
        return OF_NODES.contains(resource);
    }

    /** Whether amounts are bytes; they are thousandths otherwise. */
    public static boolean inBytes(String resource) {
        return resource.equals(MEMORY) || resource.equals(SCRATCH);
    }
}
