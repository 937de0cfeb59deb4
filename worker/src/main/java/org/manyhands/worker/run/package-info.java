/**
 * The worker at work: sessions and beats ({@code Heart}), slots that run attempts ({@code Slots}, {@code Attempts}), inputs
 * ({@code Staging}), the open pack and its commits ({@code OpenPack}, {@code Committer}), the low mark of the disk ({@code Room}). {@code Worker} puts them together;
 * {@code ControlLink} is all that they know of the control plane.
 */
@NullMarked
package org.manyhands.worker.run;

import org.jspecify.annotations.NullMarked;
