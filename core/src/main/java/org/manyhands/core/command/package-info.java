/** What can be asked of the replicated state, what it answers, and what it tells happened. */
@NullMarked
package org.manyhands.core.command;

import org.jspecify.annotations.NullMarked;
