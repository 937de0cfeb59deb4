/**
 * The program as its users meet it: real processes on a real data directory. {@link org.manyhands.verify.process.Mh} is the kit, an
 * extension that gives each test a directory of its own and afterwards demands that no process of it is left;
 * {@link org.manyhands.verify.process.Started} is a process that runs, {@link org.manyhands.verify.process.Ended} what one gave.
 */
@NullMarked
package org.manyhands.verify.process;

import org.jspecify.annotations.NullMarked;
