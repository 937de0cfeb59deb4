package org.manyhands.link;

import org.manyhands.wire.Frame;

/** What both ends of a call of gRPC have in common. Not safe for concurrent use. */
interface Transport {
    /** Whether a frame that is sent now goes out soon, instead of waiting in memory. */
    boolean ready();

    void send(Frame frame);

    /** Lets the other end send so many frames more. */
    void request(int frames);

    /** Nothing more is sent from here. */
    void end();

    /** It is over in both directions; the other end is told why. */
    void close(String sentence, boolean refused);
}
