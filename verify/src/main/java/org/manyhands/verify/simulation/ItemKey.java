package org.manyhands.verify.simulation;

import org.manyhands.core.StepRef;

/** One item of one step. */
record ItemKey(StepRef step, int item) {
    @Override
    public String toString() {
        return step + "#" + item;
    }
}
