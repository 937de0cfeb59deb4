package org.manyhands.core.place;

import java.util.List;

/** Why a step got what it got in one pass of the placer. {@code mh why} says these in words. */
public sealed interface Decision {
    /** So many more of its items were given to nodes. */
    record Granted(long items) implements Decision {}

    /** Nothing is left to give: so many items are with nodes. */
    record AllOut(long held) implements Decision {}

    /** Every node that could run one is busy; so many items wait. */
    record NodesBusy(long items) implements Decision {}

    /**
     * No node could run one, even if it were idle.
     *
     * @param shortages of the nodes that meet the condition of the step, at least one; the nearest node comes first
     * @param unmet how many nodes do not meet it
     */
    record NoNodeFits(long items, List<Shortage> shortages, int unmet) implements Decision {
        public NoNodeFits {
            shortages = List.copyOf(shortages);
        }

        public NoNodeFits(long items, List<Shortage> shortages) {
            this(items, shortages, 0);
        }
    }

    /** There is no node at all. */
    record NoNodes(long items) implements Decision {}

    /** As many run as the step allows at once. */
    record AtMost(long items, int limit) implements Decision {}

    /**
     * All that the cluster as a whole has of something is in use.
     *
     * @param has in thousandths, as the next
     * @param needs one task
     */
    record InUse(long items, String resource, long has, long needs) implements Decision {}

    /** The cluster as a whole has too little of something for even one task. */
    record TooLittle(long items, String resource, long has, long needs) implements Decision {}

    /** The nodes that could run one are drained or about to end: these. */
    record Drained(long items, List<String> nodes) implements Decision {
        public Drained {
            nodes = List.copyOf(nodes);
        }
    }

    /** Its ready items failed and wait for their back-off. */
    record BackingOff(long items, long dueTicks) implements Decision {}

    /** It waits for these steps. */
    record Blocked(List<Integer> steps) implements Decision {
        public Blocked {
            steps = List.copyOf(steps);
        }
    }

    /** All its items are settled. */
    record Settled() implements Decision {}

    /** A person paused the job; so many items would be ready. */
    record Paused(long items) implements Decision {}

    /** All items that have come are settled, and more may come. */
    record Open(long items) implements Decision {}

    /** There are nodes, and none meets the condition of the step. */
    record NoNodeMeets(long items, String where, int nodes) implements Decision {}
    /** They were running when a node died, and each waits for a node on which nothing else runs. */
    record WaitsAlone(long items) implements Decision {}

    /** What one node lacks to run one task: the resource of which it lacks most. */
    record Shortage(String node, String resource, long has, long needs) {
        double ratio() {
            return has == 0 ? Double.MAX_VALUE : (double) needs / has;
        }
    }
}
