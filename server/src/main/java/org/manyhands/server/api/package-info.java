/**
 * What people and programs ask over HTTP, on loopback and with a token: {@code ApiServer} listens, one class for each
 * family of questions answers, {@code Views} and {@code Sentences} are the state in the words that users see.
 */
@NullMarked
package org.manyhands.server.api;

import org.jspecify.annotations.NullMarked;
