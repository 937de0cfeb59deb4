package org.manyhands.server.where;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.SortedMap;

/** An expression that was compiled. */
sealed interface Condition {
    /** Whether it holds for a node. */
    boolean holds(String node, SortedMap<String, String> labels);

    /** One that can be asked. */
    record Good(CelRuntime.Program program) implements Condition {
        /**
         * What cannot be said of a node, because it lacks a label or its value is none for this, is not so. Nor is what breaks
         * CEL: the thread that asks is the leader's, and a job must not end it.
         */
        @Override
        public boolean holds(String node, SortedMap<String, String> labels) {
            try {
                return Boolean.TRUE.equals(program.eval(Map.of("labels", labels, "node", node)));
            } catch (CelEvaluationException | RuntimeException | StackOverflowError unsaid) {
                return false;
            }
        }
    }

    /**
     * One that means nothing.
     *
     * @param complaint where and why, to follow the expression in a sentence
     */
    record Wrong(String complaint) implements Condition {
        @Override
        public boolean holds(String node, SortedMap<String, String> labels) {
            return false;
        }
    }
}
