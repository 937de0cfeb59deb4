/** Placeholders and quoting, also through a real shell. */
@NullMarked
package org.manyhands.worker.task;

import org.jspecify.annotations.NullMarked;
