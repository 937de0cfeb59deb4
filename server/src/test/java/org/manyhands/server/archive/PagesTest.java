package org.manyhands.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.core.Bytes;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.server.kit.Words;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.local.LocalBlobStore;
import org.manyhands.store.local.StoreSettings;

class PagesTest {
    @TempDir
    Path directory;

    private final Machine machine = new Machine();
    private final List<Digest> opened = new ArrayList<>();
    private State state = State.initial(7);
    private LocalBlobStore store;
    private Pages pages;

    @BeforeEach
    void open() throws IOException {
        store = LocalBlobStore.open(directory.resolve("store"), StoreSettings.defaults("n1"));
        pages = new Pages(blob -> {
            opened.add(blob);
            return store.open(blob);
        });
        apply(new Command.RaiseLevel(Command.ArchiveJob.LEVEL));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void apply(Command command) {
        state = machine.apply(state, new Entry(List.of(new Envelope(Actor.LEADER, command)), 0, 0))
                .state();
    }

    /** Jobs 1 and on, of which none has an item. */
    private void submit(int jobs) {
        for (int key = 1; key <= jobs; key++) {
            apply(Words.submit(key, 0));
        }
    }

    private Job job(long id) {
        return state.jobs().at(id);
    }

    private Digest archive(long id) throws IOException {
        try (SealedBlob page = Pages.seal(job(id), store.spoolDirectory())) {
            return archive(id, page);
        }
    }

    private Digest archive(long id, SealedBlob page) throws IOException {
        var _ = store.put(page);
        apply(new Command.ArchiveJob(id, 1, Bytes.copyOf(page.name().toBytes()), List.of()));
        return page.name();
    }

    private SealedBlob blob(BlobKind kind, byte[] content) throws IOException {
        try (BlobBuilder blob = new BlobBuilder(kind, store.spoolDirectory())) {
            return blob.write(content).seal(new byte[0]);
        }
    }

    private void assertLost(long id, String... words) {
        assertThatThrownBy(() -> pages.find(state, id))
                .isInstanceOf(PageLostException.class)
                .hasMessageContaining("job " + id + " (job-" + id + ") is archived")
                .hasMessageContainingAll(words)
                .hasMessageContaining("mh rm " + id);
    }

    @Test
    void shouldFindAJobInTheStateOrAsAPage() throws Exception {
        submit(2);
        Job before = job(1);
        archive(1);
        assertThat(pages.find(state, 1)).contains(before);
        assertThat(pages.find(state, 2)).contains(job(2));
        assertThat(pages.find(state, 3)).isEmpty();
    }

    @Test
    void shouldKeepTheLastPagesInMemory() throws Exception {
        submit(2);
        Digest page = archive(1);
        archive(2);
        for (int again = 0; again < 3; again++) {
            assertThat(pages.find(state, 1)).isPresent();
        }
        assertThat(opened).containsExactly(page);
        Pages fresh = new Pages(store);
        for (long id = 1; id <= 2; id++) {
            assertThat(fresh.find(state, id)).isPresent();
        }
    }

    @Test
    void shouldForgetPagesThatAreTooMuchForItsMemory() throws Exception {
        for (int key = 1; key <= 3; key++) {
            byte[] template = new byte[60_000];
            apply(Words.submit(key, Words.plan("job-" + key, 0, Bytes.copyOf(template))));
            archive(key);
        }
        Pages small = new Pages(
                blob -> {
                    opened.add(blob);
                    return store.open(blob);
                },
                130_000);
        for (long id : new long[] {1, 2, 1, 2, 3, 2, 1}) {
            assertThat(small.find(state, id)).isPresent();
        }
        assertThat(opened).as("1, 2, then 3 for 1, then 1 again").hasSize(4);
    }

    @Test
    void shouldListTheNewestBelowOneWhereverTheyAre() throws Exception {
        submit(5);
        archive(2);
        archive(4);
        assertThat(Pages.below(state, Long.MAX_VALUE, 3)).containsExactly(5L, 4L, 3L);
        assertThat(Pages.below(state, 3, 3)).containsExactly(2L, 1L);
        assertThat(Pages.newest(state)).contains(5L);
        archive(5);
        assertThat(Pages.newest(state)).contains(5L);
        assertThat(Pages.newest(State.initial(1))).isEmpty();
    }

    @Test
    void shouldNameTheJobWhosePageIsGone() throws Exception {
        submit(1);
        apply(new Command.ArchiveJob(1, 1, Bytes.copyOf(Digest.of(new byte[0]).toBytes()), List.of()));
        assertLost(1, "is not in");
    }

    @Test
    void shouldNameTheJobWhosePageIsSomethingElse() throws Exception {
        submit(3);
        try (SealedBlob other = Pages.seal(job(2), store.spoolDirectory());
                SealedBlob raw = blob(BlobKind.RAW, Page.encode(job(2)));
                SealedBlob rubbish = blob(BlobKind.JOB, "rubbish".getBytes(StandardCharsets.UTF_8))) {
            archive(1, other);
            archive(2, raw);
            archive(3, rubbish);
        }
        assertLost(1, "of run 1 of job 2");
        assertLost(2, "RAW", "expected: JOB");
        assertLost(3, "cannot be read");
    }

    @Test
    void shouldRefuseAPageOfANewerVersion() throws Exception {
        submit(1);
        byte[] newer = Page.encode(job(1));
        newer[1] = (Page.FORMAT + 1) << 1;
        try (SealedBlob page = blob(BlobKind.JOB, newer)) {
            archive(1, page);
        }
        assertLost(1, "format 2", "newer version");
    }

    /** What a page has is what a job is in a state, whose bytes have golden ones. */
    @Test
    void shouldWriteAJobAsAStateHasIt() {
        submit(1);
        byte[] job = Codec.of(Job.class).encode(job(1));
        byte[] page = Page.encode(job(1));
        assertThat(page).startsWith(2 << 1, Page.FORMAT << 1).endsWith(job).hasSize(job.length + 2);
        assertThat(Page.decode(page)).isEqualTo(job(1));
    }

    @Test
    void shouldArchiveThoseThatEndedFirst() {
        submit(4);
        apply(Words.submit(5, 1));
        assertThat(Ended.beyond(state, 4)).isEmpty();
        assertThat(Ended.beyond(state, 3)).extracting(Job::id).containsExactly(1L);
        assertThat(Ended.beyond(state, 0)).extracting(Job::id).containsExactly(1L, 2L, 3L, 4L);
        Archived none = Archived.of(job(1), decided(job(1)), Bytes.EMPTY, List.of());
        assertThat(Ended.beyond(state.withArchived(none), 3)).isEmpty();
    }

    private static org.manyhands.core.state.Phase.Decided decided(Job job) {
        return (org.manyhands.core.state.Phase.Decided) job.phase();
    }
}
