/**
 * Streams of frames between two nodes, both ends of them: over gRPC, on one port, between nodes that know each other by their
 * certificates. What is said on a stream is the business of those who open and accept it.
 */
@NullMarked
package org.manyhands.link;

import org.jspecify.annotations.NullMarked;
