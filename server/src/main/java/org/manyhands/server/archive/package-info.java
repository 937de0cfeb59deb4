/**
 * Jobs that have ended, beyond the newest, as pages in the store: {@link org.manyhands.server.archive.Page} is what one says,
 * {@link org.manyhands.server.archive.Ended} which jobs are due. For the leader's duties, which write and sweep, and the API,
 * which reads.
 */
@NullMarked
package org.manyhands.server.archive;

import org.jspecify.annotations.NullMarked;
