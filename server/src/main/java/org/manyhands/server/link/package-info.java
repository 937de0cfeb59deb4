/**
 * The control plane's end of links: a worker's orders from the state, and its commands into the log; blobs, requests, and who
 * wants to join.
 */
@NullMarked
package org.manyhands.server.link;

import org.jspecify.annotations.NullMarked;
