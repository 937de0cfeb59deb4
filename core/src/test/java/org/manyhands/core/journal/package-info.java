/** Tests of the journal as values. */
@NullMarked
package org.manyhands.core.journal;

import org.jspecify.annotations.NullMarked;
