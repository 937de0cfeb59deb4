/**
 * Runs tasks: takes leases over a link, starts processes, packs outputs, and commits.
 *
 * <p>{@code lease} is the book of what may run, without threads or clocks; {@code process} starts, watches and ends
 * process trees, {@code cgroup} bounds their memory, {@code user} lets them be another user's, and {@code foreign} calls the C
 * library for both; {@code task} turns a template and an item into a command, {@code stream} lets one process answer many
 * items; {@code link} is the way to control nodes on other machines; {@code run} puts them together. This module
 * knows {@code wire} and {@code store}, never {@code core} or {@code server}: an old worker outlives a new server.
 */
@NullMarked
package org.manyhands.worker;

import org.jspecify.annotations.NullMarked;
