package org.manyhands.core.state;

import org.manyhands.core.items.ItemSet;

/** Items that failed and are tried again at {@code dueTicks} or later. */
public record Wave(long dueTicks, ItemSet items) {}
