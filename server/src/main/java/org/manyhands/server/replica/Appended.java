package org.manyhands.server.replica;

/** The outcome of an append. Texts are sentences for people. */
public sealed interface Appended {

    /** The entry is durable, committed, and applied on this member at this index. */
    record Applied(long index) implements Appended {}

    /** The entry is not in the log and never will be. */
    record Refused(Reason reason, String sentence) implements Appended {}

    /** Nobody can say yet: the entry may be applied, now or later. Ask the state, by an id inside the entry. */
    record Unknown(String cause) implements Appended {}

    /** Why an entry was refused. */
    enum Reason {
        /** This member does not lead, or not yet; the leadership says who may. */
        NOT_LEADER,
        /** Empty, or above the bound of bytes. */
        BAD_SIZE,
        /** Too many entries or bytes in flight; wait for some. */
        BUSY,
        /** Too little free space for safe appends. */
        DISK_LOW,
        /** The log is closed or halted. */
        CLOSED
    }
}
