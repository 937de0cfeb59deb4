package org.manyhands.server.replica;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A state that is the list of its entries, and a diary of what the log did with it. Safe to read on any thread. */
final class ListState implements Replicated {
    private final List<String> entries = new ArrayList<>();
    private final List<Long> appliedIndexes = new ArrayList<>();
    private final List<Long> readyTerms = new ArrayList<>();
    private int restores;
    private int saves;
    private int losses;
    private String poison = "";

    /** From now on applying this entry throws. */
    synchronized void poison(String entry) {
        poison = entry;
    }

    synchronized List<String> entries() {
        return List.copyOf(entries);
    }

    synchronized List<Long> appliedIndexes() {
        return List.copyOf(appliedIndexes);
    }

    synchronized List<Long> readyTerms() {
        return List.copyOf(readyTerms);
    }

    synchronized int restores() {
        return restores;
    }

    synchronized int saves() {
        return saves;
    }

    synchronized int losses() {
        return losses;
    }

    @Override
    public synchronized void apply(long term, long index, byte[] entry) {
        String text = new String(entry, StandardCharsets.UTF_8);
        if (text.equals(poison)) {
            throw new IllegalStateException("poisoned by " + text);
        }
        entries.add(text);
        appliedIndexes.add(index);
    }

    @Override
    public synchronized void save(OutputStream out) throws IOException {
        saves++;
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(entries.size());
        for (String entry : entries) {
            data.writeUTF(entry);
        }
        data.flush();
    }

    @Override
    public synchronized void restore(InputStream in) throws IOException {
        restores++;
        entries.clear();
        DataInputStream data = new DataInputStream(in);
        int count = data.readInt();
        for (int i = 0; i < count; i++) {
            entries.add(data.readUTF());
        }
    }

    @Override
    public synchronized void leaderReady(long term) {
        readyTerms.add(term);
    }

    @Override
    public synchronized void leaderLost() {
        losses++;
    }
}
