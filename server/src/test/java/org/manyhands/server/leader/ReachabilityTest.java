package org.manyhands.server.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.server.archive.Archiver;
import org.manyhands.server.archive.Pages;
import org.manyhands.server.control.Control;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.journal.SegmentFiles;
import org.manyhands.server.kit.Words;
import org.manyhands.server.replica.InMemoryLog;
import org.manyhands.store.Content;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.local.LocalBlobStore;
import org.manyhands.store.local.StoreSettings;
import org.manyhands.store.pack.PackBuilder;
import org.manyhands.store.pack.TaskKey;

class ReachabilityTest {
    private static final int LOG_ENTRY_BYTES_MAX = 1 << 20;
    private static final long JOB = 1;
    private static final StepRef STEP = new StepRef(JOB, 0);

    @TempDir
    Path directory;

    private Control control;
    private LocalBlobStore store;
    private Reachability reachability;

    @BeforeEach
    void open() throws Exception {
        Journal journal = new Journal(SegmentFiles.at(directory.resolve("journal")));
        control = new Control(
                7, 60_000, journal, replicated -> new InMemoryLog(replicated, (_, _) -> {}, LOG_ENTRY_BYTES_MAX));
        assertThat(control.awaitLeading(Duration.ofSeconds(60))).isTrue();
        store = LocalBlobStore.open(directory.resolve("store"), StoreSettings.defaults("n1"));
        reachability = new Reachability(control, store, store, new Pages(store));
    }

    @AfterEach
    void close() throws Exception {
        control.close();
        store.close();
    }

    private void submit(Command command) throws InterruptedException {
        var _ = control.submit(Actor.LEADER, command);
    }

    /** A job of one task, which has succeeded; the digest of its pack. */
    private Digest ended() throws Exception {
        submit(Words.submit(1, 1));
        submit(Words.open("n1"));
        State state = control.await(ReachabilityTest::held, Duration.ofSeconds(60));
        long session = state.sessions().last().orElseThrow().key();
        try (PackBuilder builder = new PackBuilder(store, directory)) {
            Content none = Content.of(new byte[0]);
            builder.add(new TaskKey(JOB, 0, 0), new byte[] {7}, none, none, List.of());
            try (SealedBlob pack = builder.seal()) {
                var _ = store.put(pack);
                submit(new Command.Commit(
                        session,
                        1,
                        List.of(Words.part(STEP, ItemSet.of(0), ItemSet.EMPTY)),
                        Bytes.copyOf(pack.name().toBytes()),
                        List.of()));
                return pack.name();
            }
        }
    }

    private static boolean held(State state) {
        return state.jobs().get(JOB).filter(Job::anyHeld).isPresent();
    }

    private Digest page() {
        return Digest.fromBytes(control.root().archived().at(JOB).page().toArray());
    }

    private void archive() throws IOException, InterruptedException {
        submit(new Command.RaiseLevel(Machine.LEVEL));
        new Archiver(control, store, store.spoolDirectory(), 0).archive();
    }

    @Test
    void shouldReachThePageOfAnArchivedJobAndWhatItNames() throws Exception {
        Digest pack = ended();
        assertThat(reachability.of(control.root()).blobs()).containsExactly(pack);
        archive();
        assertThat(control.root().jobs().isEmpty()).isTrue();
        assertThat(reachability.of(control.root()).blobs()).containsExactlyInAnyOrder(page(), pack);
        submit(new Command.RemoveJob(JOB));
        assertThat(reachability.of(control.root()).blobs()).isEmpty();
    }

    /** Nobody can say what it names: nothing may be swept. */
    @Test
    void shouldNotSayWhatIsReachableWhileAPageIsLost() throws Exception {
        var _ = ended();
        submit(new Command.RaiseLevel(Machine.LEVEL));
        Bytes nowhere = Bytes.copyOf(Digest.of(new byte[0]).toBytes());
        submit(new Command.ArchiveJob(JOB, 1, nowhere, List.of()));
        assertThat(reachability.of(control.root()).unread()).containsOnlyKeys(page());
    }

    @Test
    void shouldForgetArchivedJobsByAgeAndSizeAsOthers() throws Exception {
        Digest pack = ended();
        archive();
        State state = control.root();
        long ended = state.archived().at(JOB).endedWallMillis();
        Pages pages = new Pages(store);
        long bytes = store.has(pack).orElseThrow().bytes();
        Retention age = new Retention(1_000, Long.MAX_VALUE, 0);
        assertThat(new Retainer(age, pages, reachability::outputBytes, () -> ended + 1_000).tooOld(state))
                .isEmpty();
        assertThat(new Retainer(age, pages, reachability::outputBytes, () -> ended + 1_001).tooOld(state))
                .containsExactly(JOB);
        Retention enough = new Retention(Long.MAX_VALUE, bytes, 0);
        assertThat(new Retainer(enough, pages, reachability::outputBytes, () -> 0).tooMuch(state))
                .isEmpty();
        Retention less = new Retention(Long.MAX_VALUE, bytes - 1, 0);
        assertThat(new Retainer(less, pages, reachability::outputBytes, () -> 0).tooMuch(state))
                .containsExactly(JOB);
    }
}
