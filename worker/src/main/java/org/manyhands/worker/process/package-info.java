/**
 * Starts the process of a task, captures what it writes, measures it, and ends it with everything it started.
 *
 * <p>The way in is {@link org.manyhands.worker.process.ProcessStarters#choose}: it gives the {@code posix_spawn}
 * implementation, or, where that cannot work, the one of the JDK and the reason. Each thread that runs tasks opens a
 * {@link org.manyhands.worker.process.Slot}. A {@link org.manyhands.worker.process.Reaper} ends the tasks of a worker
 * that died; {@link org.manyhands.worker.process.Sweep} ends those of an earlier boot before a session is opened.
 *
 * <p>Parts: native calls ({@code Libc}, {@code Spawner}); the look of the machine's processes ({@code ProcessTable});
 * which of them belong to a task ({@code ProcessTree}, {@code Orphans}); ending them ({@code TreeEnding}). Only the
 * {@code worker} module depends on this package; it knows no lease, pack or link.
 */
@NullMarked
package org.manyhands.worker.process;

import org.jspecify.annotations.NullMarked;
