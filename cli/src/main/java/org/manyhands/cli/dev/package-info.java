/** A whole cluster as processes of this machine, to see what it does before there are machines for it. */
@NullMarked
package org.manyhands.cli.dev;

import org.jspecify.annotations.NullMarked;
