package org.manyhands.core.place;

import org.manyhands.core.StepRef;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Step;

/** A step whose turn it is to get nodes. */
record Turn(StepRef ref, StepPlan plan, Step step, Kind kind) {}
