/** Write paths of this package, crashed after each of their operations by {@code verify.disk}. */
@NullMarked
package org.manyhands.worker.run;

import org.jspecify.annotations.NullMarked;
