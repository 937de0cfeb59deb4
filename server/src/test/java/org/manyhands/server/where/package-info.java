/** What conditions mean, what is refused, and what they may cost. */
@NullMarked
package org.manyhands.server.where;

import org.jspecify.annotations.NullMarked;
