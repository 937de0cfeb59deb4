package org.manyhands.cli.spec;

import java.io.IOException;

/** Takes items one by one, so that a list of millions is never held in memory. */
@FunctionalInterface
public interface ItemSink {
    void add(byte[] item) throws IOException;
}
