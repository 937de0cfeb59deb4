/**
 * Other Unix users of this machine: who they are, and how a thread acts with their rights. Knows the C library of Linux, and
 * nothing of tasks.
 */
@NullMarked
package org.manyhands.worker.user;

import org.jspecify.annotations.NullMarked;
