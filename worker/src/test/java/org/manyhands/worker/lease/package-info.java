/** The worker's book of leases, driven by hand: no clock, no threads. */
@NullMarked
package org.manyhands.worker.lease;

import org.jspecify.annotations.NullMarked;
