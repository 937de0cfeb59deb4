/** From a template and an item to the command of one task: placeholders filled in, words never split. */
@NullMarked
package org.manyhands.worker.task;

import org.jspecify.annotations.NullMarked;
