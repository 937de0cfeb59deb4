/** The replicated state on this member, and the one door through which it changes: batches, dry run, three outcomes. */
@NullMarked
package org.manyhands.server.control;

import org.jspecify.annotations.NullMarked;
