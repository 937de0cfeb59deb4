/**
 * The placer: a pure function from a state to grants and to the reasons for them. What it keeps from state to state, only to be quicker,
 * is a {@code Cluster}; one {@code Pass} over that makes a {@code Placement}.
 */
@NullMarked
package org.manyhands.core.place;

import org.jspecify.annotations.NullMarked;
