/** Tests of the journal: it is a function of the log, whatever happens on the way. */
@NullMarked
package org.manyhands.server.journal;

import org.jspecify.annotations.NullMarked;
