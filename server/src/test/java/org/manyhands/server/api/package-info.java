/** What is answered over HTTP, tried with a real server on loopback. */
@NullMarked
package org.manyhands.server.api;

import org.jspecify.annotations.NullMarked;
