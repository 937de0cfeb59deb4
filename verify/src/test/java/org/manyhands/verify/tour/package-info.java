/**
 * Executes docs/tour.md: what the tour says is what a shell gives. {@link org.manyhands.verify.tour.Tour} reads the notation that the
 * tour's own head explains, {@link org.manyhands.verify.tour.Expected} compares, {@link org.manyhands.verify.tour.Stage} runs.
 */
@NullMarked
package org.manyhands.verify.tour;

import org.jspecify.annotations.NullMarked;
