/**
 * Jobs at certain times: when a schedule is due, and what it makes then. {@link org.manyhands.cli.schedule.Cron} alone knows
 * the library for cron expressions. The node fires what is due; the verbs check what is added, and run it by hand.
 */
@NullMarked
package org.manyhands.cli.schedule;

import org.jspecify.annotations.NullMarked;
