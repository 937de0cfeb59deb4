/**
 * The control plane. {@code replica} is the durable log, and the only place that knows Apache Ratis; {@code control} is the
 * state that the log drives and the one door to change it; {@code leader} the duties of the leading member; {@code identity}
 * who may come in, and how; {@code link} what workers are told and asked; {@code api} what people and programs ask over HTTP.
 */
@NullMarked
package org.manyhands.server;

import org.jspecify.annotations.NullMarked;
