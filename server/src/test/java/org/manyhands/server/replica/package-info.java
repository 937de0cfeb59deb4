/** Tests of the replicated log; {@link org.manyhands.server.replica.ReplicatedLogContract} holds for every log. */
@NullMarked
package org.manyhands.server.replica;

import org.jspecify.annotations.NullMarked;
