package org.manyhands.server.identity;

import org.manyhands.core.Bytes;
import org.manyhands.core.state.Member;

/**
 * Under which name a control node is a member of the log: one of its key. Who lost its directory and joined anew has another key, and
 * so does not vote as somebody who has voted before.
 */
public final class LogNames {
    /** The node that founded the cluster began its log before it had a key. */
    public static final String FOUNDER = "n1";

    private static final int KEY_DIGITS = 24;

    private LogNames() {}

    public static String of(Member member) {
        return member.token().isEmpty() ? FOUNDER : joined(member.key());
    }

    /** Of a node that has joined with a token. */
    public static String joined(Bytes key) {
        return "k-" + key.toHex().substring(0, KEY_DIGITS);
    }
}
