/**
 * Duties of the leading member. As pure bookkeeping: which session is silent, which beats may be answered. With the store,
 * in {@link org.manyhands.server.leader.Housekeeping}: what is indexed, sealed, kept no longer, and swept.
 */
@NullMarked
package org.manyhands.server.leader;

import org.jspecify.annotations.NullMarked;
