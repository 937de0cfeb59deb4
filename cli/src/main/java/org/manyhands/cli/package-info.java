/**
 * The program {@code mh}: {@code spec} is the job language, {@code identity} which
 * node of which cluster this one is, {@code node} the wiring of roles into one process, {@code
 * client} what a client makes of a job, {@code verb} the command line, {@code progress} what is shown meanwhile.
 */
@NullMarked
package org.manyhands.cli;

import org.jspecify.annotations.NullMarked;
