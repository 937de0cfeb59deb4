package org.manyhands.core.state;

/** Nothing more of a job is granted until it is resumed: who asked for that, and when by the wall clock. */
public record Pause(String actor, long wallMillis) {}
