package org.manyhands.server.replica;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down the sentences of halts instead of ending the process. */
final class Halts implements HaltHandler {
    private final List<String> sentences = new ArrayList<>();

    @Override
    public synchronized void halt(String sentence, @Nullable Throwable cause) {
        sentences.add(sentence);
    }

    synchronized List<String> sentences() {
        return List.copyOf(sentences);
    }
}
