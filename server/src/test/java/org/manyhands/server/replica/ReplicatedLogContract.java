package org.manyhands.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.manyhands.server.replica.Appended.Applied;
import org.manyhands.server.replica.Appended.Reason;
import org.manyhands.server.replica.Appended.Refused;
import org.manyhands.server.replica.Appended.Unknown;

/** What every {@link ReplicatedLog} promises, tried on a group of one. */
abstract class ReplicatedLogContract {
    static final int ENTRY_BYTES_MAX = LogSettings.ENTRY_BYTES_MAX_DEFAULT;
    private static final int MANY = 10_000;

    final ListState state = new ListState();
    final Halts halts = new Halts();
    private final List<ReplicatedLog> opened = new ArrayList<>();

    /** A new, empty log that leads. */
    abstract ReplicatedLog create(Replicated replicated, HaltHandler handler) throws Exception;

    private ReplicatedLog open() throws Exception {
        ReplicatedLog log = create(state, halts);
        opened.add(log);
        return log;
    }

    @AfterEach
    void closeLogs() {
        opened.forEach(ReplicatedLog::close);
    }

    @Test
    void shouldApplyInTheOrderOfAppends() throws Exception {
        ReplicatedLog log = open();
        List<CompletableFuture<Appended>> futures = appendMany(log, MANY);
        for (CompletableFuture<Appended> future : futures) {
            assertThat(Eventually.get(future)).isInstanceOf(Applied.class);
        }
        assertThat(state.entries()).isEqualTo(names(MANY));
        assertThat(state.appliedIndexes()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldReportTheIndexThatWasApplied() throws Exception {
        ReplicatedLog log = open();
        Appended outcome = Eventually.get(log.append(bytes("a")));
        assertThat(outcome).isEqualTo(new Applied(state.appliedIndexes().getLast()));
    }

    @Test
    void shouldHaveAppliedBeforeTheOutcome() throws Exception {
        ReplicatedLog log = open();
        CompletableFuture<List<String>> seen = log.append(bytes("a")).thenApply(outcome -> state.entries());
        assertThat(Eventually.get(seen)).contains("a");
    }

    @Test
    void shouldReadAtLeastWhatWasAppliedBefore() throws Exception {
        ReplicatedLog log = open();
        Applied applied = (Applied) Eventually.get(log.append(bytes("a")));
        assertThat(Eventually.get(log.readIndex())).isGreaterThanOrEqualTo(applied.index());
    }

    @Test
    void shouldLeadWithATermOnceReady() throws Exception {
        ReplicatedLog log = open();
        assertThat(log.alive()).isTrue();
        assertThat(state.readyTerms()).hasSize(1);
        assertThat(log.leadership())
                .isEqualTo(new Leadership.Leading(state.readyTerms().getFirst(), true));
        assertThat(state.losses()).isZero();
    }

    @Test
    void shouldRefuseAnOversizedEntryAndGoOnLeading() throws Exception {
        ReplicatedLog log = open();
        Appended outcome = Eventually.get(log.append(new byte[ENTRY_BYTES_MAX + 1]));
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.BAD_SIZE);
            assertThat(refused.sentence()).contains(String.valueOf(ENTRY_BYTES_MAX + 1));
        });
        assertThat(Eventually.get(log.append(new byte[0]))).isInstanceOf(Refused.class);
        assertThat(Eventually.get(log.append(new byte[ENTRY_BYTES_MAX]))).isInstanceOf(Applied.class);
        assertThat(state.readyTerms()).hasSize(1);
        assertThat(state.losses()).isZero();
    }

    @Test
    void shouldSaveWhenAskedForASnapshot() throws Exception {
        ReplicatedLog log = open();
        Eventually.get(log.append(bytes("a")));
        log.snapshot();
        Eventually.until("a snapshot", () -> state.saves() == 1);
    }

    @Test
    void shouldHaltWhenApplyThrowsAndApplyNothingAfter() throws Exception {
        ReplicatedLog log = open();
        state.poison("bad");
        Eventually.get(log.append(bytes("good")));
        CompletableFuture<Appended> bad = log.append(bytes("bad"));
        CompletableFuture<Appended> after = log.append(bytes("after"));
        assertThat(Eventually.get(bad)).isInstanceOf(Unknown.class);
        assertThat(Eventually.get(after)).isNotInstanceOf(Applied.class);
        assertThat(halts.sentences()).singleElement().asString().contains("poisoned by bad");
        assertThat(log.alive()).isFalse();
        assertThat(state.entries()).containsExactly("good");
        assertThat(Eventually.get(log.append(bytes("late")))).isInstanceOf(Refused.class);
    }

    @Test
    void shouldCompleteEveryAppendWhenClosed() throws Exception {
        ReplicatedLog log = open();
        List<CompletableFuture<Appended>> futures = appendMany(log, MANY);
        log.close();
        long applied = 0;
        for (CompletableFuture<Appended> future : futures) {
            applied += Eventually.get(future) instanceof Applied ? 1 : 0;
        }
        assertThat(applied).isLessThanOrEqualTo(state.entries().size());
        assertThat(state.losses()).isEqualTo(1);
    }

    @Test
    void shouldRefuseOnceClosed() throws Exception {
        ReplicatedLog log = open();
        log.close();
        log.close();
        assertThat(log.alive()).isFalse();
        assertThat(log.leadership()).isEqualTo(new Leadership.Ended());
        assertThat(Eventually.get(log.append(bytes("a"))))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.CLOSED));
        assertThatThrownBy(() -> Eventually.get(log.readIndex()))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(LogUnavailableException.class);
    }

    static List<CompletableFuture<Appended>> appendMany(ReplicatedLog log, int count) {
        List<CompletableFuture<Appended>> futures = new ArrayList<>();
        names(count).forEach(name -> futures.add(log.append(bytes(name))));
        return futures;
    }

    static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "entry " + i).toList();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
