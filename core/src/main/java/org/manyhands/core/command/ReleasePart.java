package org.manyhands.core.command;

import org.manyhands.core.StepRef;
import org.manyhands.core.items.ItemSet;

/** Items of one step. */
public record ReleasePart(StepRef step, ItemSet items) {}
