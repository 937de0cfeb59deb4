/** The worker's book of its leases: what may start, what must end, what to report. Pure: no threads, no clock, no I/O. */
@NullMarked
package org.manyhands.worker.lease;

import org.jspecify.annotations.NullMarked;
