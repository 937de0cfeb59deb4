package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Step;

class IndexCommitsTest {
    private static final Bytes INDEX = Bytes.ofHex("bb");
    private static final List<Receipt> RECEIPTS = List.of(new Receipt("store", 9));

    private final MachineFixture fixture = new MachineFixture();
    private final StepRef ref = new StepRef(fixture.submit(step("a", 5_000)), 0);
    private final long session = fixture.open("one");

    private void commits(int first, int end) {
        fixture.granted(session, ref, ItemSet.range(first, end));
        for (int item = first; item < end; item++) {
            fixture.ok(session, ref, item);
        }
    }

    private Reply index(long through) {
        return fixture.apply(new Command.IndexCommits(ref, through, INDEX, RECEIPTS));
    }

    @Test
    void shouldStandForAllCommitsThroughTheNumber() {
        commits(3, 9);
        assertThat(index(4)).isEqualTo(new Reply.Done());
        assertThat(fixture.step(ref).commits().size()).isEqualTo(3);
        assertThat(fixture.step(ref).commits().first().orElseThrow().value())
                .isEqualTo(new CommitRef(INDEX, true, RECEIPTS, 3, 6, 4, ItemSet.EMPTY));
    }

    @Test
    void shouldNumberTheNextCommitAfterTheIndexed() {
        commits(0, 3);
        index(3);
        commits(3, 4);
        assertThat(fixture.step(ref).commits().last().orElseThrow().key()).isEqualTo(4);
    }

    @Test
    void shouldBeRepeatable() {
        commits(0, 3);
        index(2);
        Step once = fixture.step(ref);
        assertThat(index(2)).isEqualTo(new Reply.Done());
        assertThat(fixture.step(ref)).isEqualTo(once);
    }

    @Test
    void shouldIndexAnIndex() {
        commits(0, 6);
        index(2);
        index(5);
        assertThat(fixture.step(ref).commits().values())
                .extracting(CommitRef::count)
                .containsExactly(5L, 1L);
    }

    @Test
    void shouldRefuseANumberThatIsNotThere() {
        commits(0, 3);
        index(3);
        for (long through : new long[] {0, 2, 4}) {
            assertThat(index(through))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.INVALID));
        }
    }

    @Test
    void shouldRefuseAnUnknownStep() {
        Reply reply = fixture.apply(new Command.IndexCommits(new StepRef(ref.job(), 7), 1, INDEX, RECEIPTS));
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NO_SUCH_STEP));
    }

    @Test
    void shouldAnswerBusyAtTheLimitAndTakeTheSameCommandAfterTheIndex() {
        commits(0, Step.COMMITS_MAX);
        fixture.granted(session, ref, ItemSet.of(2_000));
        Command.Commit commit = fixture.commit(
                session,
                fixture.session(session).nextSeq(),
                MachineFixture.part(ref, ItemSet.of(2_000), ItemSet.EMPTY));
        assertThat(fixture.apply(commit)).isInstanceOf(Reply.Busy.class);
        assertThat(fixture.step(ref).held()).isEqualTo(ItemSet.of(2_000));
        index(512);
        assertThat(fixture.apply(commit)).isInstanceOf(Reply.Counted.class);
        assertThat(fixture.step(ref).ok().contains(2_000)).isTrue();
    }
}
