/**
 * Control groups of Linux, as far as they limit the memory of tasks. {@link org.manyhands.worker.cgroup.MemoryController}
 * finds out which version this system has and whether this process may make groups there;
 * {@link org.manyhands.worker.cgroup.MemoryGroup} is one such group. Only files are read and written.
 *
 * <p>Sources: the kernel's Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst.
 */
@NullMarked
package org.manyhands.worker.cgroup;

import org.jspecify.annotations.NullMarked;
