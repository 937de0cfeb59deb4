/** Test kit of the server: plans and commands in few words, and answers that can be asked for. */
@NullMarked
package org.manyhands.server.kit;

import org.jspecify.annotations.NullMarked;
