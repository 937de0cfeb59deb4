/**
 * Jobs that have ended, beyond the newest, as pages in the store: {@link org.manyhands.server.archive.Page} is what one says,
 * {@link org.manyhands.server.archive.Archiver} writes those that {@link org.manyhands.server.archive.Ended} finds due, and
 * {@link org.manyhands.server.archive.Pages} finds a job wherever it is. For the leader's duties and the API.
 */
@NullMarked
package org.manyhands.server.archive;

import org.jspecify.annotations.NullMarked;
