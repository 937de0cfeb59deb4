package org.manyhands.server.replica;

import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * An entry on its way into the log. It travels through Ratis as the message of its request, so the state machine can
 * mark it when it enters the log: Ratis answers "not leader" both before and after that, and only the mark tells a
 * refusal from an unknown outcome.
 */
final class Submission implements Message {
    private final ByteString content;
    private volatile boolean reachedLog;

    Submission(byte[] entry) {
        this.content = UnsafeByteOperations.unsafeWrap(entry);
    }

    @Override
    public ByteString getContent() {
        return content;
    }

    void markReachedLog() {
        reachedLog = true;
    }

    boolean reachedLog() {
        return reachedLog;
    }
}
