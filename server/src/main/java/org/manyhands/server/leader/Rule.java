package org.manyhands.server.leader;

/**
 * Rules of the leader that each closed a hole found by simulation. A leader always keeps all of them; the simulation
 * switches them off one by one and must find what then goes wrong.
 */
public enum Rule {
    /** A new leader ends no session before it had time to hear of it. */
    NEW_LEADER_IS_PATIENT,
    /** Beats are answered only after a ReadIndex begun once they had arrived. */
    BEATS_WAIT_FOR_READ_INDEX,
    /** A session whose end is proposed gets no more answers. */
    NO_ANSWER_AFTER_END,
    /** Silence counts from the opening of the session at the earliest. */
    OPENING_ENDS_SILENCE,
    /** The last one that keeps the log, once it was removed, keeps it until another one has it. */
    LAST_VOTER_HANDS_ON,
    /** Blobs that a node put before it fell silent are not swept until it had time to name them. */
    UNHEARD_NODES_SPARE_BLOBS
}
