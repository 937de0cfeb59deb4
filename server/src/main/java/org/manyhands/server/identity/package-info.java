/**
 * Who is a node of this cluster: its own certificate authority, the gate at which certificates are judged, and how a stranger
 * with a token becomes a node.
 */
@NullMarked
package org.manyhands.server.identity;

import org.jspecify.annotations.NullMarked;
