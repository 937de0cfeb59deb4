/**
 * What happened, on disk: the lines that applying entries made, in segments that are the same on every member.
 *
 * <p>The journal is a function of the log. It is written while entries are applied and made durable before the snapshot that
 * passes them; after a crash what lies behind the snapshot is cut off and written again by replay, so nothing is lost or
 * there twice. {@link org.manyhands.server.journal.Journal} decides what is written, {@link
 * org.manyhands.server.journal.Segments} keeps the bytes.
 */
@NullMarked
package org.manyhands.server.journal;

import org.jspecify.annotations.NullMarked;
