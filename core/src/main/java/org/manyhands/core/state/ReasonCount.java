package org.manyhands.core.state;

/** How often attempts failed for one reason, with the last item that did and what it said. */
public record ReasonCount(long count, long sampleItem, String sample) {}
