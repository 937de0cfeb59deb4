/**
 * From a job as it was written to a plan that can be submitted: its items and inputs go into the store, and its tasks get
 * the variables of who submits. The verbs use it as clients, and the node for the jobs of schedules.
 */
@NullMarked
package org.manyhands.cli.submit;

import org.jspecify.annotations.NullMarked;
