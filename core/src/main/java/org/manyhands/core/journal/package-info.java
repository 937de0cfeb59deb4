/**
 * The journal as values: what a line of it says, and where it is cut into segments. A line is made by applying an entry,
 * and the cut follows from the entries alone, so that every replica writes the same segments. Files and digests are the
 * server's.
 */
@NullMarked
package org.manyhands.core.journal;

import org.jspecify.annotations.NullMarked;
