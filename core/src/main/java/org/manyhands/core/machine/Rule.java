package org.manyhands.core.machine;

/**
 * Rules of the machine that each closed a hole found by simulation. The program always runs with all of them; the
 * simulation switches them off one by one and must find what then goes wrong.
 */
public enum Rule {
    /** A commit counts only for items that the session holds. */
    COMMIT_COUNTS_WHAT_IS_HELD,
    /** Attempts from before a silent session lost its leases do not count for items that it was granted again. */
    FREED_RESULTS_DO_NOT_COUNT,
    /** A repeated command of a session is answered again and not applied again. */
    SESSION_COUNTS_ITS_COMMANDS,
    /** Only ready items are granted. */
    GRANT_TAKES_READY_ITEMS,
    /** A job is decided only when nothing is held and nothing is ready, waiting retries included. */
    DECIDED_WHEN_NOTHING_HELD_OR_READY,
    /** An equal boot with another tag is a copied data directory. */
    TAG_TELLS_COPIES,
    /** A higher boot frees what the old life of the node held. */
    HIGHER_BOOT_ENDS_THE_OLD_SESSION,
    /** An end that was concluded before the session was opened again does not end it. */
    END_NAMES_THE_OPENING,
    /** Waiting retries are due at a multiple of their own back-off, so that nobody waits for a wave that keeps moving. */
    WAVES_KEEP_THEIR_TIME,
    /** Items freed without a result are not charged to the retry budget. */
    LOST_ATTEMPTS_CHARGE_NOTHING,
    /** A silent session's commits count as long as it holds items. */
    SILENT_SESSIONS_MAY_COMMIT,
    /** The key of a submit makes one job, however often it is repeated. */
    KEY_MAKES_ONE_JOB,
    /** Retrying items that were ok resets what was made from them. */
    RETRY_RESETS_DEPENDENTS,
    /** The refused items of a pack are remembered, so that their records are not taken for results. */
    COMMIT_REMEMBERS_REFUSED,
    /** A schedule fires only for the time that is its next one, so that each time makes one job. */
    SCHEDULE_FIRES_ITS_NEXT_TIME,
    /** A notice that was told is not told again, whoever else has tried it too. */
    NOTICE_IS_TOLD_ONCE,
    /** What became of a notice of an earlier run says nothing of the one of this run. */
    NOTICE_IS_OF_ITS_RUN,
    /** A page takes the place of the run that was read for it, and of no later one. */
    ARCHIVE_ONLY_THE_RUN_IT_READ,
    /** The key of an archived job still makes no other job. */
    ARCHIVE_KEEPS_THE_KEY,
    /** Each node that joins takes one use of its token. */
    TOKEN_USES_ARE_COUNTED,
    /** A node that joined and says so again takes no other use. */
    REPEATED_ADMISSION_TAKES_NO_USE,
    /** A token that was revoked is remembered, so that a late repeat of its making does not make it good again. */
    REVOKED_TOKENS_STAY_REVOKED,
    /** Who opens a session is a member then, whatever a control node knew when it let the node in. */
    REMOVED_NODES_STAY_OUT,
    /** The session of a node that is removed ends with it. */
    REMOVAL_ENDS_THE_SESSION,
    /** A node that is removed knows the secret of its token, which admits nobody from then on. */
    REMOVAL_REVOKES_THE_TOKEN,
    /** Results that came after a loss was found are not lost with it. */
    LOSS_SPARES_LATER_RESULTS,
    /** Who makes something of a result that is lost gives it back. */
    LOSS_WANTS_DEPENDENTS_BACK,
    /** A node that is drained, or about to end, is granted nothing, whatever its leader knew when it decided. */
    DRAINED_NODES_GET_NOTHING,
    /** A node that comes back from its maintenance stays drained until somebody says that it is over. */
    DRAINS_OUTLIVE_A_BOOT,
    /** What the cluster as a whole has so much of is not given out twice. */
    CLUSTER_RESOURCES_ARE_SHARED,
    /** What people say of a node they say of all its lives. */
    LABELS_OUTLIVE_A_BOOT,
    /** A death of a node gives strikes to what it was running, and not to what waited there. */
    STRIKES_ONLY_WHAT_RAN,
    /** What a life was running is said of its session, and gives no strikes to what another one holds since. */
    STRIKES_NAME_THE_SESSION,
    /** What may have killed two nodes is given to a node that runs nothing else, and nothing else is given there. */
    SUSPECTS_RUN_ALONE,
    /** What ran on three nodes as they died fails, and kills no fourth. */
    POISON_AFTER_THREE,
    /** A node that is there again in the same life was cut off and has not died. */
    CUT_GIVES_NO_STRIKE,
    /** A node on which many tasks fail in a row, of steps of which others succeed, gets nothing for a while. */
    SICK_NODES_ARE_SET_ASIDE,
    /** A node is set aside only while another one is there that takes work, and on which tasks do not fail. */
    SOMEBODY_WELL_REMAINS,
    /** What sessions held before a recovery is free after it: nobody knows what became of them meanwhile. */
    RECOVERY_ENDS_THE_SESSIONS
}
