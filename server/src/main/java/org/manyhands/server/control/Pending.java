package org.manyhands.server.control;

import java.util.function.Consumer;
import org.manyhands.core.command.Envelope;

/** A command on its way into the log, and who waits for its answer. The waiter is called once and must not block. */
record Pending(Envelope envelope, Consumer<Answer> waiter) {}
