/** The placer: a pure function from a state to grants and to the reasons for them. */
@NullMarked
package org.manyhands.core.place;

import org.jspecify.annotations.NullMarked;
