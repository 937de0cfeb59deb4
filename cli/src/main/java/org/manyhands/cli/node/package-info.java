/**
 * One process of the program as a node: its data directory, the wiring of control, store, worker and API, and where and how the
 * other users of the machine find it ({@code UsersDirectory}, {@code LocalGuests}).
 */
@NullMarked
package org.manyhands.cli.node;

import org.jspecify.annotations.NullMarked;
