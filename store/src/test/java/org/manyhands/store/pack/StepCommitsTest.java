package org.manyhands.store.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.Content;
import org.manyhands.store.Digest;
import org.manyhands.store.MemoryBlobStore;
import org.manyhands.store.SealedBlob;

/** The record of an item is in the newest commit that has it and does not refuse it. */
class StepCommitsTest {
    private static final Content NONE = Content.of(new byte[0]);
    private static final long JOB = 1;
    private static final int STEP = 2;

    @TempDir
    Path directory;

    private final MemoryBlobStore store = new MemoryBlobStore();

    /** Of no item: that it is refused. */
    private static boolean nothing(long item) {
        return item < 0;
    }

    /** A pack in which each of these items has the tag as its record; also an item of another step. */
    private Digest pack(int tag, long... items) throws IOException {
        try (PackBuilder builder = new PackBuilder(store, directory)) {
            for (long item : items) {
                builder.add(new TaskKey(JOB, STEP, item), new byte[] {(byte) tag}, NONE, NONE, List.of());
            }
            builder.add(new TaskKey(JOB, STEP + 1, 77), new byte[] {99}, NONE, NONE, List.of());
            try (SealedBlob sealed = builder.seal()) {
                store.put(sealed);
                return sealed.name();
            }
        }
    }

    /** An index of packs, oldest first. */
    private Digest index(Digest... packs) throws IOException {
        PackIndexBuilder builder = new PackIndexBuilder(JOB, STEP, directory);
        for (Digest pack : packs) {
            try (PackReader reader = PackReader.open(store, pack)) {
                builder.add(reader, StepCommitsTest::nothing);
            }
        }
        try (SealedBlob sealed = builder.build()) {
            store.put(sealed);
            return sealed.name();
        }
    }

    private static StepCommits.Commit commit(Digest pack, long first, long last) {
        return new StepCommits.Commit(pack, false, first, last, StepCommitsTest::nothing);
    }

    private static StepCommits.Commit refusing(Digest pack, long first, long last, long refused) {
        return new StepCommits.Commit(pack, false, first, last, item -> item == refused);
    }

    private StepCommits commits(StepCommits.Commit... commits) {
        return new StepCommits(store, JOB, STEP, List.of(commits));
    }

    /** The tag of the record that is found; 0 if none is. */
    private static int tag(StepCommits commits, long item) throws IOException {
        Optional<PackEntry> found = commits.find(item);
        return found.isPresent() ? found.get().record()[0] : 0;
    }

    @Test
    void shouldFindTheNewest() throws Exception {
        try (StepCommits commits = commits(commit(pack(1, 0, 1, 2), 0, 2), commit(pack(2, 1, 5), 1, 5))) {
            assertThat(tag(commits, 0)).isEqualTo(1);
            assertThat(tag(commits, 1)).isEqualTo(2);
            assertThat(tag(commits, 2))
                    .as("in the range of the newer, but not in it")
                    .isEqualTo(1);
            assertThat(tag(commits, 5)).isEqualTo(2);
            assertThat(tag(commits, 3)).isZero();
            assertThat(tag(commits, 77)).as("of another step").isZero();
        }
    }

    @Test
    void shouldPassOverACommitThatRefusesTheItem() throws Exception {
        try (StepCommits commits = commits(commit(pack(1, 0, 1), 0, 1), refusing(pack(2, 0, 1), 0, 1, 1))) {
            assertThat(tag(commits, 0)).isEqualTo(2);
            assertThat(tag(commits, 1)).isEqualTo(1);
        }
        try (StepCommits commits = commits(refusing(pack(1, 1), 0, 1, 1))) {
            assertThat(tag(commits, 1)).isZero();
        }
    }

    @Test
    void shouldNotLookBeyondTheItemsThatCounted() throws Exception {
        try (StepCommits commits = commits(commit(pack(1, 0, 9), 0, 9), commit(pack(2, 0, 9), 9, 9))) {
            assertThat(tag(commits, 0)).isEqualTo(1);
            assertThat(tag(commits, 9)).isEqualTo(2);
        }
    }

    @Test
    void shouldFindThroughAnIndex() throws Exception {
        Digest index = index(pack(1, 0, 1, 2), pack(2, 1, 2));
        StepCommits.Commit indexed = new StepCommits.Commit(index, true, 0, 2, item -> item == 0);
        try (StepCommits commits = commits(indexed, commit(pack(3, 2), 2, 2))) {
            assertThat(tag(commits, 0)).as("refused").isZero();
            assertThat(tag(commits, 1)).isEqualTo(2);
            assertThat(tag(commits, 2)).as("newer than the index").isEqualTo(3);
        }
    }

    @Test
    void shouldLookBehindAnIndexThatDoesNotHaveTheItem() throws Exception {
        StepCommits.Commit indexed = new StepCommits.Commit(index(pack(2, 0, 5)), true, 0, 5, StepCommitsTest::nothing);
        try (StepCommits commits = commits(commit(pack(1, 3), 3, 3), indexed)) {
            assertThat(tag(commits, 3)).isEqualTo(1);
        }
    }

    @Test
    void shouldFollowWhatItIsTold() throws Exception {
        Digest first = pack(1, 0, 1);
        Digest second = pack(2, 1);
        try (StepCommits commits = commits(commit(first, 0, 1))) {
            assertThat(tag(commits, 1)).isEqualTo(1);
            commits.update(List.of(commit(first, 0, 1), commit(second, 1, 1)));
            assertThat(tag(commits, 1)).isEqualTo(2);
            commits.update(List.of(new StepCommits.Commit(index(first, second), true, 0, 1, StepCommitsTest::nothing)));
            assertThat(tag(commits, 0)).isEqualTo(1);
            assertThat(tag(commits, 1)).isEqualTo(2);
            commits.update(List.of());
            assertThat(tag(commits, 1)).isZero();
        }
    }

    @Test
    void shouldOpenEachPackOnce() throws Exception {
        Digest pack = pack(1, 0, 1, 2);
        int opened = store.opened();
        try (StepCommits commits = commits(commit(pack, 0, 2))) {
            for (long item = 0; item <= 2; item++) {
                assertThat(tag(commits, item)).isEqualTo(1);
            }
            assertThat(store.opened() - opened).isEqualTo(1);
        }
    }

    @Test
    void shouldSayWhichPackIsMissing() {
        Digest missing = Digest.of(new byte[] {1});
        try (StepCommits commits = commits(commit(missing, 0, 2))) {
            assertThatThrownBy(() -> commits.find(1))
                    .isInstanceOf(BlobMissingException.class)
                    .hasMessageContaining(missing.toString());
            assertThat(commits.find(3)).isEmpty();
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
