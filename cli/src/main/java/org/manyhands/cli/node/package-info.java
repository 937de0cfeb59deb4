/** One process of the program as a node: its data directory, and the wiring of control, store, worker and API. */
@NullMarked
package org.manyhands.cli.node;

import org.jspecify.annotations.NullMarked;
