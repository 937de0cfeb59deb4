package org.manyhands.worker.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.manyhands.store.pack.StepCommits;
import org.roaringbitmap.PeekableIntIterator;

/** The standard outputs of the tasks of a step one after another; one is open at a time. */
final class StepStream extends InputStream {
    private final StepCommits commits;
    private final PeekableIntIterator items;
    private InputStream current = InputStream.nullInputStream();

    StepStream(StepCommits commits, PeekableIntIterator items) {
        this.commits = commits;
        this.items = items;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int count = current.read(target, offset, length);
        while (count < 0 && items.hasNext()) {
            current.close();
            int item = items.next();
            current = commits.find(item)
                    .orElseThrow(() -> new IOException("the output of task " + (item + 1) + " is gone"))
                    .stdout();
            count = current.read(target, offset, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        current.close();
        commits.close();
    }
}
