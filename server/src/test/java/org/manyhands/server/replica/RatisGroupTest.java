package org.manyhands.server.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several members over Ratis, in one process. */
final class RatisGroupTest {
    @TempDir
    Path directory;

    private final Map<String, RatisLog> logs = new ConcurrentHashMap<>();
    private final Map<String, ListState> states = new ConcurrentHashMap<>();
    private final Set<String> cut = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void quiet() {
        ReplicaLogging.quiet();
    }

    @AfterEach
    void close() {
        logs.values().forEach(RatisLog::close);
    }

    /** A wire from a member to the others, which a test may cut. */
    private byte[] ask(String from, String to, Peers.Call call, byte[] request) throws IOException {
        RatisLog log = logs.get(to);
        if (log == null || cut.contains(from) || cut.contains(to)) {
            throw new IOException(to + " cannot be reached");
        }
        try {
            return log.answer(call, request);
        } catch (InterruptedException stop) {
            throw new IOException(stop);
        }
    }

    private RatisLog open(String member, Optional<UUID> joining) throws Exception {
        LogSettings defaults = LogSettings.of(directory.resolve(member));
        LogSettings settings = defaults.withMember(member)
                .withSnapshots(100, defaults.snapshotBytes(), 64 * 1024)
                .withDisk(0, 0);
        ListState state = new ListState();
        RatisLog log = RatisLog.open(
                settings,
                new Group.Shared((to, call, request) -> ask(member, to, call, request), joining),
                state,
                (sentence, cause) -> {
                    throw new AssertionError(sentence, cause);
                });
        states.put(member, state);
        logs.put(member, log);
        return log;
    }

    private ListState state(String member) {
        return Objects.requireNonNull(states.get(member));
    }

    private void stop(String member) {
        Objects.requireNonNull(logs.remove(member)).close();
    }

    private RatisLog leader() throws InterruptedException {
        Eventually.until("a leader", () -> logs.values().stream().anyMatch(RatisGroupTest::leads));
        return logs.values().stream().filter(RatisGroupTest::leads).findFirst().orElseThrow();
    }

    private static boolean leads(RatisLog log) {
        return log.leadership() instanceof Leadership.Leading(long _, boolean ready) && ready;
    }

    private String name(RatisLog log) {
        return logs.entrySet().stream()
                .filter(each -> each.getValue() == log)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private void append(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            Appended appended = new Appended.Unknown("");
            while (!(appended instanceof Appended.Applied)) {
                appended = Eventually.get(leader().append(("e" + i).getBytes(UTF_8)));
            }
        }
    }

    private void change(String... voters) throws Exception {
        Eventually.get(leader().change(new TreeSet<>(Set.of(voters))));
    }

    private UUID group(String member) throws Exception {
        return Identity.load(directory.resolve(member)).cluster();
    }

    /** One that was alone, then two, then three. */
    private void three() throws Exception {
        open("a", Optional.empty());
        append(0, 10);
        UUID group = group("a");
        open("b", Optional.of(group));
        open("c", Optional.of(group));
        change("a", "b");
        change("a", "b", "c");
        assertThat(leader().voters()).containsExactly("a", "b", "c");
    }

    private void allHave(int entries) throws Exception {
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            wanted.add("e" + i);
        }
        for (String each : logs.keySet()) {
            // An entry whose outcome was not known was appended again.
            Eventually.until(
                    each + " has all",
                    () -> state(each).entries().stream().distinct().toList().equals(wanted));
        }
    }

    @Test
    void shouldGrowFromOneToThree() throws Exception {
        three();
        append(10, 20);
        allHave(20);
        for (RatisLog each : logs.values()) {
            assertThat(Eventually.get(each.readIndex())).isPositive();
        }
    }

    @Test
    void shouldGoOnWithoutItsLeader() throws Exception {
        three();
        stop(name(leader()));
        append(10, 20);
        allHave(20);
    }

    @Test
    void shouldNotLeadWhereNobodyHearsIt() throws Exception {
        three();
        RatisLog cutOff = leader();
        cut.add(name(cutOff));
        Eventually.until("another leader", () -> logs.values().stream().anyMatch(log -> log != cutOff && leads(log)));
        Eventually.until("the old one says so", () -> !leads(cutOff));
        cut.clear();
        append(10, 20);
        allHave(20);
    }

    @Test
    void shouldLetOneCatchUpFromASnapshot() throws Exception {
        open("a", Optional.empty());
        append(0, 450);
        Path snapshots =
                directory.resolve("a/raft").resolve(group("a").toString()).resolve("sm");
        Eventually.until("a snapshot", () -> exists(snapshots));
        open("b", Optional.of(group("a")));
        change("a", "b");
        allHave(450);
        assertThat(state("b").restores()).isPositive();
        UUID group = group("a");
        append(450, 700);
        stop("a");
        stop("b");
        // The entry that made it a member is purged.
        open("a", Optional.empty());
        open("b", Optional.of(group));
        append(700, 710);
        allHave(710);
    }

    private static boolean exists(Path snapshots) {
        try {
            return Snapshots.latest(snapshots).isPresent();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Test
    void shouldGoOnAfterAllWereStopped() throws Exception {
        three();
        for (String each : Set.of("a", "b", "c")) {
            stop(each);
        }
        UUID group = group("a");
        for (String each : Set.of("a", "b", "c")) {
            open(each, each.equals("a") ? Optional.empty() : Optional.of(group));
        }
        append(10, 20);
        allHave(20);
        stop(name(leader()));
        append(20, 30);
        allHave(30);
    }

    @Test
    void shouldLetOneGo() throws Exception {
        three();
        String leader = name(leader());
        String gone = Set.of("a", "b", "c").stream()
                .filter(each -> !each.equals(leader))
                .findFirst()
                .orElseThrow();
        Set<String> rest = new TreeSet<>(Set.of("a", "b", "c"));
        rest.remove(gone);
        change(rest.toArray(String[]::new));
        stop(gone);
        append(10, 20);
        allHave(20);
        assertThat(leader().voters()).isEqualTo(rest);
    }

    @Test
    void shouldChangeMembersOnlyWhereItLeads() throws Exception {
        three();
        RatisLog leader = leader();
        RatisLog follower =
                logs.values().stream().filter(log -> log != leader).findFirst().orElseThrow();
        assertThatThrownBy(() -> Eventually.get(follower.change(new TreeSet<>(Set.of("a", "b")))))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(LogUnavailableException.class);
        assertThat(leader.voters()).hasSize(3);
    }

    @Test
    void shouldNotVoteAgainWithAnEmptiedDirectory() throws Exception {
        three();
        append(10, 12);
        stop("c");
        try (var files = Files.walk(directory.resolve("c/raft"))) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        assertThatThrownBy(() -> open("c", Optional.empty())).isInstanceOf(LogRefusedException.class);
    }

    // Where a majority is gone for good.

    private OfflineLog offline(String member) throws Exception {
        LogSettings defaults = LogSettings.of(directory.resolve(member));
        return OfflineLog.open(
                defaults.withSnapshots(100, defaults.snapshotBytes(), 64 * 1024).withDisk(0, 0));
    }

    private void takeOver(String member, String entry) throws Exception {
        offline(member).takeOver(entry.getBytes(UTF_8));
    }

    private static ListState replayed(OfflineLog log) throws Exception {
        ListState state = new ListState();
        log.replay(state);
        return state;
    }

    /** All three; the group that they are in. */
    private UUID stopped() throws Exception {
        UUID group = group("a");
        for (String each : Set.of("a", "b", "c")) {
            stop(each);
        }
        return group;
    }

    @Test
    void shouldGoOnAloneOnceItHasTakenTheLogOver() throws Exception {
        three();
        append(10, 20);
        allHave(20);
        UUID group = stopped();
        OfflineLog found = offline("b");
        assertThat(found.voters()).containsExactly("a", "b", "c");
        assertThat(found.member()).isEqualTo("b");
        assertThat(replayed(found).entries().stream().distinct()).hasSize(20).endsWith("e19");
        takeOver("b", "e20");
        OfflineLog taken = offline("b");
        assertThat(taken.voters()).containsExactly("b");
        assertThat(taken.end()).isEqualTo(found.end() + 2);
        assertThat(replayed(taken).entries()).endsWith("e20");
        open("b", Optional.of(group));
        append(21, 30);
        allHave(30);
        assertThat(leader().voters()).containsExactly("b");
        open("d", Optional.of(group));
        open("e", Optional.of(group));
        change("b", "d");
        change("b", "d", "e");
        allHave(30);
        stop("b");
        append(30, 40);
        allHave(40);
    }

    @Test
    void shouldTakeOverBehindASnapshotAndGrowAgain() throws Exception {
        three();
        append(10, 450);
        allHave(450);
        UUID group = stopped();
        takeOver("c", "e450");
        open("c", Optional.of(group));
        append(451, 700);
        stop("c");
        open("c", Optional.of(group));
        open("d", Optional.of(group));
        change("c", "d");
        append(700, 710);
        allHave(710);
    }

    @Test
    void shouldTakeOverAgain() throws Exception {
        three();
        append(10, 12);
        UUID group = stopped();
        takeOver("b", "e12");
        takeOver("b", "e13");
        open("b", Optional.of(group));
        append(14, 16);
        assertThat(state("b").entries().stream().distinct()).endsWith("e12", "e13", "e14", "e15");
    }

    @Test
    void shouldNotTakeOverWhatIsDamaged() throws Exception {
        three();
        append(10, 20);
        stop("b");
        try (var files = Files.walk(directory.resolve("b/raft"))) {
            for (Path each : files.filter(file -> file.getFileName().toString().startsWith("log_"))
                    .toList()) {
                Files.delete(each);
            }
        }
        assertThatThrownBy(() -> offline("b")).isInstanceOf(LogRefusedException.class);
        assertThatThrownBy(() -> offline("nobody")).isInstanceOf(LogRefusedException.class);
    }
}
