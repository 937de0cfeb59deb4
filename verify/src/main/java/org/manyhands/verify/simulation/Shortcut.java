package org.manyhands.verify.simulation;

/** What can be done wrong outside of the classes that keep named rules. */
enum Shortcut {
    /** The log counts an entry as kept before it is on the disk. */
    LOG_ACKNOWLEDGES_BEFORE_SYNC,
    /** The store gives a receipt before the pack is on the disk. */
    STORE_ACKNOWLEDGES_BEFORE_SYNC,
    /** A command is answered from the dry run. */
    REPLY_BEFORE_COMMIT,
    /** A restored state gives ids again. */
    IDS_REUSED_AFTER_RESTORE,
    /** A snapshot lacks the keys of removed jobs. */
    SNAPSHOT_LOSES_TOMBSTONES,
    /** A member votes twice in a term, because it forgot. */
    VOTE_IS_FORGOTTEN,
    /** A worker opens its new session while processes of its old life still run. */
    SWEEP_SKIPPED_AT_BOOT,
    /** A member answers a client who has seen more than it has. */
    READS_BELOW_SEEN,
    /** A leader raises the level as soon as it knows it itself. */
    LEVEL_OF_THE_LEADER_ALONE,
    /** A store says that it has what it has found damaged. */
    DAMAGED_COPIES_COUNT,
    /** A store gives a receipt for what it had no room for. */
    FULL_STORE_GIVES_RECEIPT,
    /** A sweep takes what was put a moment ago, and is not named yet. */
    SWEEP_TAKES_NEW_BLOBS,
    /** Nobody is told of blobs that no store has. */
    LOST_BLOBS_ARE_NOT_TOLD,
    /** Whoever is to keep the log does so before a majority keeps it that knows of the one before. */
    VOTER_CHANGES_OVERLAP,
    /** Whoever is new counts as having all entries at once. */
    VOTER_NEED_NOT_CATCH_UP,
    /** A member whose disk is new goes on under the name under which it has voted. */
    LOST_LOG_VOTES_AGAIN,
    /** A member goes on with a log from which acknowledged entries are gone. */
    ROLLED_BACK_LOG_VOTES_AGAIN
}
