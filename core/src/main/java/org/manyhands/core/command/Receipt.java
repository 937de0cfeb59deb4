package org.manyhands.core.command;

/** Where a blob was put, by the name of the store; a hint, the truth is asked of the stores. */
public record Receipt(String store, long bytes) {}
