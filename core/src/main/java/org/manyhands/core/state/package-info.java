/** The replicated state: immutable, small, with what can be computed left out. */
@NullMarked
package org.manyhands.core.state;

import org.jspecify.annotations.NullMarked;
