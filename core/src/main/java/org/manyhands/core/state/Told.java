package org.manyhands.core.state;

/**
 * What became of a notice.
 *
 * @param ok whether it was taken
 * @param outcome a sentence: what the other side answered, or why it was not reached
 * @param wallMillis when that was recorded, in milliseconds since 1970
 */
public record Told(boolean ok, String outcome, long wallMillis) {}
