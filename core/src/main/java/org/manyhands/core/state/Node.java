package org.manyhands.core.state;

/** The newest life of a node: its boot number and tag, and the session that it opened, be it gone or not. */
public record Node(String name, long boot, long tag, long session) {}
