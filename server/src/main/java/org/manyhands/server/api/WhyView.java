package org.manyhands.server.api;

import java.util.List;

/**
 * A job in its state, with one sentence for each of its parts that has something to say.
 *
 * @param damages a sentence for each place where the journal lacks something, perhaps of this job
 */
public record WhyView(String job, String name, String state, List<String> sentences, List<String> damages) {}
