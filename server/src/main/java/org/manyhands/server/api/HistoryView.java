package org.manyhands.server.api;

import java.util.List;

/**
 * What became of a job, in order: how it began and ended, when its steps did, who changed it, and what was taken back.
 *
 * @param omitted so many of the oldest are left out after the first; {@code mh events} has them
 * @param damages a sentence for each place where something is missing, perhaps of this job
 */
public record HistoryView(List<EventView> events, long omitted, List<String> damages) {}
