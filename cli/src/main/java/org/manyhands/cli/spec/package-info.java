/**
 * The job language: what a user writes in a file or as flags, and what the machine and the workers get of it.
 *
 * <p>The way of a job: {@link org.manyhands.cli.spec.JobFile} (or {@link org.manyhands.cli.spec.FlagSpec}) reads it into
 * a {@link org.manyhands.cli.spec.JobSpec} that is checked as a whole, {@link org.manyhands.cli.spec.Compiler} turns that
 * into a plan and one template a step. A mistake of the user is a {@link org.manyhands.cli.spec.SpecException}: one
 * sentence with the place where it was found. Only the {@code cli} module uses this package; it knows {@code core.plan}
 * and {@code wire}, and does no I/O but reading the job file, item files and directories.
 */
@NullMarked
package org.manyhands.cli.spec;

import org.jspecify.annotations.NullMarked;
