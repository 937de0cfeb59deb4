package org.manyhands.server.api;

import java.util.List;

/** A job in its state, with one sentence for each of its parts that has something to say. */
public record WhyView(String job, String name, String state, List<String> sentences) {}
