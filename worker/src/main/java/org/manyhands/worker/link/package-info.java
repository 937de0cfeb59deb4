/** The way from a worker to a control plane in other processes: one stream for its session, and one for each blob it reads or puts. */
@NullMarked
package org.manyhands.worker.link;

import org.jspecify.annotations.NullMarked;
