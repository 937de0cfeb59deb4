/** The control plane's end of a worker's link: orders from the state, commands into the log. */
@NullMarked
package org.manyhands.server.link;

import org.jspecify.annotations.NullMarked;
