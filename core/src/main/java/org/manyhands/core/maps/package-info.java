/** Immutable maps that share structure and have one shape for one content. */
@NullMarked
package org.manyhands.core.maps;

import org.jspecify.annotations.NullMarked;
