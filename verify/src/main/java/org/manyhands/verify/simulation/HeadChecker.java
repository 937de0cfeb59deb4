package org.manyhands.verify.simulation;

import org.manyhands.core.state.State;
import org.manyhands.server.control.Proposal;

/** Each batch is tried on the state that it will meet: no entry is proposed on a head that is known to be another. */
final class HeadChecker {
    private final String leader;
    private int inFlight;
    private boolean wrong;

    HeadChecker(String leader) {
        this.leader = leader;
    }

    void proposed(Proposal proposal, State root) {
        Violation.unless(
                !wrong,
                leader + " tries entry " + proposal.applied()
                        + " on a head with an entry that is not known to be in the log");
        Violation.unless(
                inFlight > 0 || proposal.applied() == root.applied() + 1,
                leader + " tries entry " + proposal.applied() + " on an old head: nothing is in flight, and entry "
                        + root.applied() + " is applied");
        inFlight++;
    }

    /** @param asExpected whether the entry was applied and made the state that it was tried to make */
    void landed(boolean asExpected) {
        inFlight--;
        wrong = inFlight > 0 && (wrong || !asExpected);
    }
}
