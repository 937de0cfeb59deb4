/**
 * Somebody is told that a job has ended: {@link org.manyhands.cli.notify.Teller} runs a command, or asks a web hook. What is
 * owed, and that it was told, is in the replicated state; {@code cli.node.NoticeRunner} stands between the two.
 */
@NullMarked
package org.manyhands.cli.notify;

import org.jspecify.annotations.NullMarked;
