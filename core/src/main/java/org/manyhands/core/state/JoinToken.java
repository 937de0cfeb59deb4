package org.manyhands.core.state;

import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command.CreateToken;
import org.manyhands.core.command.Role;

/**
 * What nodes may join with. It is kept for a while when it is good no more, so that who comes late is told why.
 *
 * @param digest SHA-256 of its secret
 * @param uses how many nodes may join with it
 * @param usesLeft how many may still
 * @param ttlMillis how long it is good from when it was made
 * @param dueTicks until when that is, in ticks of the state; at that tick it is over
 */
public record JoinToken(
        String id, Bytes digest, Role role, int uses, int usesLeft, long ttlMillis, long dueTicks, boolean revoked) {

    /** One with which nobody has joined yet. */
    public static JoinToken created(CreateToken create, long ticks) {
        return new JoinToken(
                create.id(),
                create.digest(),
                create.role(),
                create.uses(),
                create.uses(),
                create.ttlMillis(),
                ticks + create.ttlMillis(),
                false);
    }

    /** Whether it is what this command makes, whatever became of it since. */
    public boolean madeBy(CreateToken create) {
        return digest.equals(create.digest())
                && role == create.role()
                && uses == create.uses()
                && ttlMillis == create.ttlMillis();
    }

    /** Whether its time is over. */
    public boolean expired(long ticks) {
        return dueTicks <= ticks;
    }

    /** Whether a node could join with it. */
    public boolean good(long ticks) {
        return !revoked && usesLeft > 0 && !expired(ticks);
    }

    /** One more node has joined. */
    public JoinToken used() {
        return new JoinToken(id, digest, role, uses, usesLeft - 1, ttlMillis, dueTicks, revoked);
    }

    /** Nobody joins with it any more. */
    public JoinToken revokedNow() {
        return new JoinToken(id, digest, role, uses, usesLeft, ttlMillis, dueTicks, true);
    }
}
