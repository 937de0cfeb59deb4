package org.manyhands.link;

import org.manyhands.wire.Frame;

/** What waits to be sent, in the order in which it goes: commits before beats before output. */
enum Lane {
    COMMITS(64),
    BEATS(16),
    OUTPUT(4);

    private final int framesMax;

    Lane(int framesMax) {
        this.framesMax = framesMax;
    }

    /** So many frames wait at most; who has one more waits for room. */
    int framesMax() {
        return framesMax;
    }

    static Lane of(Frame frame) {
        return switch (frame.getBodyCase()) {
            case BEAT, BEAT_ANSWER -> BEATS;
            case PART, STEP_RESULTS -> OUTPUT;
            case HELLO,
                    WELCOME,
                    HOLDING,
                    COMMAND,
                    COMMAND_ANSWER,
                    DESCRIBE,
                    STEP,
                    RESULTS,
                    UNAVAILABLE,
                    OVER,
                    JOIN,
                    RENEW,
                    ADMISSION,
                    HAS,
                    OPEN,
                    READ,
                    PUT,
                    FOUND,
                    TROUBLE,
                    RECEIPT,
                    FETCH,
                    LACKING,
                    LACKED,
                    HOLDERS,
                    PIECE,
                    REQUEST,
                    ANSWER,
                    PEER_CALL,
                    PEER_ANSWER,
                    HANDED,
                    HANDED_ANSWER,
                    BODY_NOT_SET -> COMMITS;
        };
    }
}
