package org.manyhands.core.state;

import java.util.Optional;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Reply;
import org.manyhands.core.maps.PersistentMap;

/** A session in the making: the components of another one, of which some are changed before it is made. */
final class SessionDraft {
    private final Session was;
    boolean silent;
    long nextSeq;
    Optional<Reply> lastReply;
    PersistentMap<StepRef, Lease> leases;
    long openedApplied;
    long freedApplied;
    boolean leaving;
    Health health;

    SessionDraft(Session was) {
        this.was = was;
        silent = was.silent();
        nextSeq = was.nextSeq();
        lastReply = was.lastReply();
        leases = was.leases();
        openedApplied = was.openedApplied();
        freedApplied = was.freedApplied();
        leaving = was.leaving();
        health = was.health();
    }

    Session session() {
        return new Session(
                was.id(),
                was.node(),
                was.boot(),
                silent,
                nextSeq,
                lastReply,
                was.inventory(),
                was.labels(),
                leases,
                openedApplied,
                freedApplied,
                leaving,
                health);
    }
}
