package org.manyhands.cli.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.FireSchedule;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.Schedule;
import org.manyhands.core.state.State;
import org.manyhands.store.local.LocalBlobStore;
import org.manyhands.store.local.StoreSettings;
import org.manyhands.wire.ScheduleDefinition;
import org.manyhands.wire.ScheduleDefinition.Missed;
import org.manyhands.wire.ScheduleDefinition.Overlap;

/** Firing with a clock of the test's own, against the machine itself. */
class FiringTest {
    private static final String NAME = "nightly";
    private static final long DUE = millis("2026-11-22T03:00:00Z");
    private static final long NEXT = millis("2026-11-23T03:00:00Z");

    @TempDir
    private Path directory = Path.of("unset");

    private final ScheduleDefinition.Builder definition = ScheduleDefinition.newBuilder()
            .setCron("0 3 * * *")
            .setZone("UTC")
            .setUser("anna")
            .setJobFileName("etl.yaml")
            .setJobFile(ByteString.copyFromUtf8("name: etl\nrun: echo {}\neach: \"@list\"\n"));

    private State state = State.initial(7);
    private long now = DUE;
    private LocalBlobStore store;
    private Firing firing;

    @BeforeEach
    void open() throws IOException {
        store = LocalBlobStore.open(directory.resolve("store"), StoreSettings.defaults("test"));
        firing = new Firing(store, () -> now);
        definition.setDirectory(ByteString.copyFromUtf8(directory.toString()));
        Files.writeString(directory.resolve("list"), "a\nb\n");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static long millis(String moment) {
        return Instant.parse(moment).toEpochMilli();
    }

    private Reply apply(Command command) {
        Entry entry = new Entry(List.of(new Envelope(Actor.LEADER, command)), 0, now);
        Outcome outcome = new Machine().apply(state, entry);
        state = outcome.state();
        return outcome.replies().getFirst();
    }

    private Schedule schedule() {
        return state.schedules().at(NAME);
    }

    private void add() {
        Bytes bytes = Bytes.copyOf(definition.build().toByteArray());
        assertThat(apply(new Command.AddSchedule(NAME, bytes, DUE))).isEqualTo(new Reply.Done());
    }

    private FireSchedule fire() {
        return firing.fire(state, schedule());
    }

    private long fired() {
        return apply(fire()) instanceof Reply.Submitted(long job, boolean _) ? job : 0;
    }

    @Test
    void shouldBeDueFromItsTimeOn() {
        add();
        now = DUE - 1;
        assertThat(firing.isDue(schedule())).isFalse();
        now = DUE;
        assertThat(firing.isDue(schedule())).isTrue();
    }

    @Test
    void shouldMakeAJobOfWhatItNamesNow() throws IOException {
        add();
        Files.writeString(directory.resolve("list"), "a\nb\nc\n");
        FireSchedule fire = fire();
        assertThat(fire.dueWallMillis()).isEqualTo(DUE);
        assertThat(fire.nextWallMillis()).isEqualTo(NEXT);
        assertThat(fire.plan().orElseThrow().owner()).isEqualTo("anna");
        assertThat(fire.plan().orElseThrow().steps().getFirst().items()).isEqualTo(3);
        assertThat(fired()).isPositive();
        assertThat(schedule().nextWallMillis()).isEqualTo(NEXT);
    }

    @Test
    void shouldMakeNoJobWhileTheOneBeforeHasNotEnded() {
        add();
        long first = fired();
        now = NEXT;
        FireSchedule second = fire();
        assertThat(second.plan()).isEmpty();
        assertThat(second.note()).isEqualTo("job " + first + " has not ended");
        apply(second);
        apply(new Command.CancelJob(first, "enough"));
        now = schedule().nextWallMillis();
        assertThat(fire().plan()).isPresent();
    }

    @Test
    void shouldMakeAnotherJobBesideItWhenThatIsAllowed() {
        definition.setOverlap(Overlap.OVERLAP_ALLOW);
        add();
        long first = fired();
        now = NEXT;
        assertThat(fired()).isGreaterThan(first);
    }

    @Test
    void shouldMakeOneJobOfAllThatWasMissed() {
        add();
        now = millis("2026-11-30T12:00:00Z");
        FireSchedule fire = fire();
        assertThat(fire.plan()).isPresent();
        assertThat(fire.nextWallMillis()).isEqualTo(millis("2026-12-01T03:00:00Z"));
        apply(fire);
        assertThat(firing.isDue(schedule())).isFalse();
    }

    @Test
    void shouldMakeNoJobOfWhatWasMissedWhenThatIsSkipped() {
        definition.setMissed(Missed.MISSED_SKIP);
        add();
        now = DUE + Firing.LATE_MILLIS;
        assertThat(fire().plan()).isPresent();
        now = DUE + Firing.LATE_MILLIS + 1;
        assertThat(fire().plan()).isEmpty();
        assertThat(fire().note()).contains("missed", "no node was up and awake");
        apply(fire());
        assertThat(schedule().nextWallMillis()).isEqualTo(NEXT);
    }

    @Test
    void shouldSayWhyItsJobCannotBeMadeAndTryAgainNextTime() throws IOException {
        add();
        Files.delete(directory.resolve("list"));
        FireSchedule fire = fire();
        assertThat(fire.plan()).isEmpty();
        assertThat(fire.note()).contains("its job cannot be made", "etl.yaml:3:7", "list does not exist");
        apply(fire);
        Files.writeString(directory.resolve("list"), "a\n");
        now = NEXT;
        assertThat(fire().plan()).isPresent();
    }

    @Test
    void shouldFitALongReasonIntoTheNote() {
        add();
        String reason = "x".repeat(FireSchedule.NOTE_MAX - 1) + "🎬🎬";
        FireSchedule skip = firing.skip(schedule(), reason);
        assertThat(skip.note()).isEqualTo("x".repeat(FireSchedule.NOTE_MAX - 1));
        assertThat(apply(skip)).isEqualTo(new Reply.Done());
    }

    @Test
    void shouldFireOnceWhenTwoNodesSayTheSame() {
        add();
        FireSchedule one = fire();
        FireSchedule other = fire();
        assertThat(apply(one)).isInstanceOf(Reply.Submitted.class);
        assertThat(apply(other)).isInstanceOf(Reply.Refused.class);
        assertThat(state.jobs().size()).isEqualTo(1);
    }

    @Test
    void shouldNeverComeAgainWhenItIsNotUnderstood() {
        Bytes broken = Bytes.copyOf("no definition".getBytes(UTF_8));
        apply(new Command.AddSchedule(NAME, broken, DUE));
        FireSchedule fire = fire();
        assertThat(fire.plan()).isEmpty();
        assertThat(fire.note()).contains("its job cannot be made");
        assertThat(Optional.of(fire.nextWallMillis())).contains(Long.MAX_VALUE);
    }
}
