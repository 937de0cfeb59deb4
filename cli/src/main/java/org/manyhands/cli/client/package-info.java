/**
 * The program as a client of a node, be it in this process or in another: requests, blobs, and what is made of a job on
 * this side: its output in order, its progress, the files of its result.
 */
@NullMarked
package org.manyhands.cli.client;

import org.jspecify.annotations.NullMarked;
