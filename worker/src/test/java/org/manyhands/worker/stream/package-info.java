/** Tests of streams against programs that are made up in memory. */
@NullMarked
package org.manyhands.worker.stream;

import org.jspecify.annotations.NullMarked;
