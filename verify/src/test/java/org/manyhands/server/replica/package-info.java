/** Write paths of this package, crashed after each of their operations by {@code verify.disk}. */
@NullMarked
package org.manyhands.server.replica;

import org.jspecify.annotations.NullMarked;
