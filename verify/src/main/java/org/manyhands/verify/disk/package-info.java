/**
 * A disk whose power can be cut between any two operations, and the sweep over all of them.
 *
 * <p>{@link org.manyhands.verify.disk.ForgetfulDisk} is a file system over a real directory. It knows of each file and each
 * directory what was forced, and lays out what a power loss would leave: only that, or a part of the rest too. {@link
 * org.manyhands.verify.disk.CrashSweep} cuts a {@link org.manyhands.verify.disk.Life} at every operation and lets the program
 * recover what is left. The program knows nothing of it: {@code java.nio.file} is its only way to change the disk.
 */
@NullMarked
package org.manyhands.verify.disk;

import org.jspecify.annotations.NullMarked;
