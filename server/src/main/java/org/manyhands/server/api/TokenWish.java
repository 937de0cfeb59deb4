package org.manyhands.server.api;

/**
 * A join token as its maker wants it, who alone knows the secret.
 *
 * @param digest SHA-256 of the secret, hexadecimal
 * @param uses how many nodes may join with it
 * @param ttlMillis how long it is good
 */
public record TokenWish(String digest, String role, int uses, long ttlMillis) {}
