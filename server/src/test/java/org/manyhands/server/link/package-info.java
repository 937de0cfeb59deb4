/** How the words of workers become commands, and the state becomes orders. */
@NullMarked
package org.manyhands.server.link;

import org.jspecify.annotations.NullMarked;
