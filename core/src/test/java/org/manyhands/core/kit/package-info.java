/** The test kit of the core: plans in few words, and a state that is driven by commands and checked after each entry. */
@NullMarked
package org.manyhands.core.kit;

import org.jspecify.annotations.NullMarked;
