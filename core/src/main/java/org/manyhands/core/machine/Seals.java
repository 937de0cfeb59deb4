package org.manyhands.core.machine;

import org.manyhands.core.command.Command.SealJournal;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Seal;

/** What is known of the journal in the state: how far it was compared. The comparison is the replica's, who has the bytes. */
final class Seals {
    private static final int DIGEST_BYTES = 32;

    private Seals() {}

    static Reply seal(Transition transition, SealJournal seal) {
        long last = transition.state().lastSeal().segment();
        if (seal.segment() <= last) {
            return new Reply.Refused(
                    RefusalCode.INVALID,
                    "journal segment " + seal.segment() + " is sealed (expected: one after " + last + ")");
        }
        if (seal.digest().size() != DIGEST_BYTES) {
            return new Reply.Refused(
                    RefusalCode.INVALID,
                    "a digest of " + seal.digest().size() + " bytes (expected: " + DIGEST_BYTES + ")");
        }
        transition.become(transition.state().withLastSeal(new Seal(seal.segment(), seal.format(), seal.digest())));
        transition.tell(new Event.JournalSealed(seal.segment(), seal.format(), seal.digest()));
        return new Reply.Done();
    }
}
