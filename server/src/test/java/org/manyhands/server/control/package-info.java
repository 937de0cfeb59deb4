/** How the control plane of one member makes entries of commands. */
@NullMarked
package org.manyhands.server.control;

import org.jspecify.annotations.NullMarked;
