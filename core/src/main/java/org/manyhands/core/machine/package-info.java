/** The one function that changes the replicated state. */
@NullMarked
package org.manyhands.core.machine;

import org.jspecify.annotations.NullMarked;
