package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.plan.End;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.State;

class ArchiveTest {
    /** What a job of no consequence may take of the state for ever. */
    private static final int ARCHIVED_BYTES_MAX = 120;

    private final MachineFixture fixture = new MachineFixture();

    @BeforeEach
    void raise() {
        fixture.raise();
    }

    private static void refused(Reply reply, RefusalCode code, String... words) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.sentence()).contains(words);
        });
    }

    private long ended() {
        return fixture.submit(step("a", 0));
    }

    @Test
    void shouldKeepOfAnArchivedJobWhatIsNeededWithoutItsPage() {
        long job = fixture.at(50).submit(step("a", 0));
        Bytes key = fixture.job(job).key();
        fixture.archive(job);
        assertThat(fixture.events()).containsExactly(new Event.JobArchived(job, 1));
        assertThat(fixture.state().jobs().isEmpty()).isTrue();
        assertThat(fixture.state().archived().at(job))
                .isEqualTo(new Archived(
                        job,
                        key,
                        1,
                        "job",
                        Verdict.OK,
                        1_700_000_000_050L,
                        fixture.state().archived().at(job).page(),
                        List.of(new Receipt("store", 300))));
    }

    @Test
    void shouldTakeLittleOfTheState() {
        long job = ended();
        fixture.archive(job);
        Codec<State> codec = Codec.of(State.class);
        byte[] digest = new byte[32];
        State with = fixture.state();
        Archived small = with.archived().at(job);
        Archived real = new Archived(
                job,
                Bytes.copyOf(new byte[16]),
                1,
                "a usual name",
                Verdict.OK,
                small.endedWallMillis(),
                Bytes.copyOf(digest),
                List.of(new Receipt("machine-1", 300)));
        State without = with.withArchived(with.archived().remove(job));
        assertThat(codec.encode(with.withArchived(with.archived().put(job, real))).length
                        - codec.encode(without).length)
                .isLessThan(ARCHIVED_BYTES_MAX);
    }

    @Test
    void shouldChangeNothingWhenItIsArchivedAgain() {
        long job = ended();
        Command.ArchiveJob archive = fixture.archiving(job);
        fixture.archive(job);
        State before = fixture.state();
        Command other = new Command.ArchiveJob(job, archive.run(), Bytes.ofHex("cc"), List.of());
        assertThat(fixture.apply(other)).isEqualTo(new Reply.Done());
        assertThat(fixture.events()).isEmpty();
        assertThat(fixture.state().archived()).isEqualTo(before.archived());
    }

    @Test
    void shouldArchiveOnlyWhatHasEnded() {
        long running = fixture.submit(step("a", 1));
        refused(fixture.apply(fixture.archiving(running)), RefusalCode.WRONG_PHASE, "has not ended");
        refused(
                fixture.apply(new Command.ArchiveJob(99, 1, Bytes.EMPTY, List.of())),
                RefusalCode.NO_SUCH_JOB,
                "no job 99");
    }

    @Test
    void shouldArchiveOnlyTheRunThatWasRead() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.ok(session, ref, 0);
        Command.ArchiveJob first = fixture.archiving(ref.job());
        fixture.apply(new Command.RetryItems(ref.job(), new Where.Items(0, ItemSet.of(0))));
        refused(fixture.apply(first), RefusalCode.WRONG_PHASE, "run 1", "expected: run 2");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.ok(session, ref, 0);
        refused(fixture.apply(first), RefusalCode.WRONG_PHASE, "run 1", "expected: run 2");
        fixture.archive(ref.job());
        assertThat(fixture.state().archived().at(ref.job()).run()).isEqualTo(2);
    }

    @Test
    void shouldArchiveNothingOfWhichSomebodyIsStillToBeTold() {
        long job = NoticesTest.ended(fixture, End.SUCCEEDED);
        refused(fixture.apply(fixture.archiving(job)), RefusalCode.WRONG_PHASE, "not told yet");
        fixture.apply(new Command.RecordNotice(job, 1, 0, true, "200"));
        fixture.archive(job);
    }

    @Test
    void shouldAnswerTheSameJobWhenTheSubmitOfAnArchivedOneIsRepeated() {
        Command.SubmitJob submit = fixture.submission(0, step("a", 0));
        long job = fixture.submitted(submit);
        fixture.archive(job);
        assertThat(fixture.apply(submit)).isEqualTo(new Reply.Submitted(job, true));
        assertThat(fixture.state().jobs().isEmpty()).isTrue();
    }

    @Test
    void shouldRemoveAnArchivedJobAsAnyOther() {
        Command.SubmitJob submit = fixture.submission(0, step("a", 0));
        long job = fixture.submitted(submit);
        fixture.archive(job);
        assertThat(fixture.apply(new Command.RemoveJob(job))).isEqualTo(new Reply.Done());
        assertThat(fixture.events()).containsExactly(new Event.JobRemoved(job, "leader"));
        assertThat(fixture.state().archived().isEmpty()).isTrue();
        refused(fixture.apply(submit), RefusalCode.JOB_REMOVED, "removed");
        refused(fixture.apply(new Command.RemoveJob(job)), RefusalCode.NO_SUCH_JOB, "no job");
        fixture.pass((int) Transition.KEY_MEMORY_ENTRIES + 1);
        assertThat(fixture.state().keys().isEmpty()).isTrue();
    }

    static List<Command> changes() {
        StepRef ref = new StepRef(1, 0);
        return List.of(
                new Command.RetryItems(1, new Where.Failed()),
                new Command.CancelJob(1, ""),
                new Command.PauseJob(1),
                new Command.ResumeJob(1),
                new Command.SetJob(1, Optional.of(3), Collections.unmodifiableSortedMap(new TreeMap<>())),
                new Command.AddItems(ref, 0, 1, Bytes.EMPTY),
                new Command.CloseItems(ref, -1),
                new Command.IndexCommits(ref, 1, Bytes.EMPTY, List.of()),
                new Command.RecordNotice(1, 1, 0, true, ""),
                new Command.ArchiveJob(1, 2, Bytes.EMPTY, List.of()));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldChangeNothingOfAnArchivedJob(Command change) {
        long job = ended();
        assertThat(job).isEqualTo(1);
        fixture.archive(job);
        Archived before = fixture.state().archived().at(job);
        refused(fixture.apply(change), RefusalCode.ARCHIVED, "job 1", "archived", "submit it as a new job");
        assertThat(fixture.state().archived().at(job)).isEqualTo(before);
    }

    @Test
    void shouldCountArchivedJobsAmongThoseThatAreKept() {
        long job = ended();
        fixture.archive(job);
        Archived one = fixture.state().archived().at(job);
        State full = fixture.state();
        for (long id = 0; id < Jobs.JOBS_MAX; id++) {
            full = full.withArchived(full.archived().put(-id, one));
        }
        State less = full.withArchived(full.archived().remove(job).remove(0L));
        Command.SubmitJob submit = fixture.submission(0, step("a", 1));
        assertThat(Jobs.refusal(full, submit.plan())).isPresent();
        assertThat(Jobs.refusal(less, submit.plan())).isEmpty();
    }
}
