/** How the leader judges silence and answers beats. */
@NullMarked
package org.manyhands.server.leader;

import org.jspecify.annotations.NullMarked;
