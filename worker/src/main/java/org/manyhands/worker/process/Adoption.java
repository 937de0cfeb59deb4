package org.manyhands.worker.process;

import java.util.Set;

/** Knows the processes that lost their parent and became children of this JVM. */
interface Adoption {
    /** For systems that give orphans to somebody else. */
    Adoption NONE = new Adoption() {
        @Override
        public Set<Integer> reapAndList() {
            return Set.of();
        }

        @Override
        public boolean endsWith(TaskIdentity task, ProcessEntry orphan) {
            return false;
        }
    };

    /** Reaps the orphans that have ended and gives the others. */
    Set<Integer> reapAndList();

    /** Whether this orphan must not outlive the task. */
    boolean endsWith(TaskIdentity task, ProcessEntry orphan);
}
