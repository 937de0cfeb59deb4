package org.manyhands.core.command;

/** A command with the one on whose behalf it is applied. */
public record Envelope(Actor actor, Command command) {}
