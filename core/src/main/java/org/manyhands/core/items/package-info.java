/** Sets of item numbers: compact in every pattern, immutable, with one canonical form as bytes. */
@NullMarked
package org.manyhands.core.items;

import org.jspecify.annotations.NullMarked;
