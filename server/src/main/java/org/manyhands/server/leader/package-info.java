/** Duties of the leading member, as pure bookkeeping: which session is silent, which beats may be answered. */
@NullMarked
package org.manyhands.server.leader;

import org.jspecify.annotations.NullMarked;
