/** The parts of a worker at work, one at a time. */
@NullMarked
package org.manyhands.worker.run;

import org.jspecify.annotations.NullMarked;
