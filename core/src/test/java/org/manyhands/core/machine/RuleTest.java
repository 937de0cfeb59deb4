package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.manyhands.core.kit.MachineFixture.cores;
import static org.manyhands.core.kit.MachineFixture.joining;
import static org.manyhands.core.kit.MachineFixture.opening;
import static org.manyhands.core.kit.MachineFixture.part;
import static org.manyhands.core.kit.MachineFixture.token;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.plan.End;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Health;

/** Each rule closes a hole: a scenario that goes well with it goes wrong without it. */
class RuleTest {

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldGoWellWithAllRulesAndWrongWithoutThisOne(Rule rule) {
        assertThatCode(() -> play(rule, new MachineFixture())).doesNotThrowAnyException();
        Throwable wrong = catchThrowable(() -> play(rule, new MachineFixture(Machine.without(rule))));
        assertThat(wrong).isInstanceOfAny(AssertionError.class, IllegalStateException.class);
    }

    /** No default: a new rule does not compile before it has a scenario. */
    private static void play(Rule rule, MachineFixture fixture) {
        Consumer<MachineFixture> scenario = switch (rule) {
            case COMMIT_COUNTS_WHAT_IS_HELD -> RuleTest::lateCommitOfALostLease;
            case FREED_RESULTS_DO_NOT_COUNT -> RuleTest::resultFromBeforeTheSilence;
            case SESSION_COUNTS_ITS_COMMANDS -> RuleTest::repeatedCommit;
            case GRANT_TAKES_READY_ITEMS -> RuleTest::grantOfBlockedItems;
            case DECIDED_WHEN_NOTHING_HELD_OR_READY -> RuleTest::failureWhileOthersRun;
            case TAG_TELLS_COPIES -> RuleTest::copiedDataDirectory;
            case HIGHER_BOOT_ENDS_THE_OLD_SESSION -> RuleTest::rebootedNode;
            case WAVES_KEEP_THEIR_TIME -> RuleTest::steadyFailures;
            case LOST_ATTEMPTS_CHARGE_NOTHING -> RuleTest::lostThenFailed;
            case SILENT_SESSIONS_MAY_COMMIT -> RuleTest::commitOutOfSilence;
            case KEY_MAKES_ONE_JOB -> RuleTest::repeatedSubmit;
            case RETRY_RESETS_DEPENDENTS -> RuleTest::retryUnderDependents;
            case END_NAMES_THE_OPENING -> RuleTest::lateEndOfAReopenedSession;
            case COMMIT_REMEMBERS_REFUSED -> RuleTest::packWithALateResult;
            case SCHEDULE_FIRES_ITS_NEXT_TIME -> RuleTest::repeatedFiring;
            case NOTICE_IS_TOLD_ONCE -> RuleTest::noticeOfTwoWhoTold;
            case NOTICE_IS_OF_ITS_RUN -> RuleTest::noticeOfAnEarlierRun;
            case ARCHIVE_ONLY_THE_RUN_IT_READ -> RuleTest::pageOfAnEarlierRun;
            case ARCHIVE_KEEPS_THE_KEY -> RuleTest::submitOfAnArchivedJob;
            case TOKEN_USES_ARE_COUNTED -> RuleTest::twoNodesWithOneUse;
            case REPEATED_ADMISSION_TAKES_NO_USE -> RuleTest::repeatedAdmission;
            case REVOKED_TOKENS_STAY_REVOKED -> RuleTest::repeatedCreationOfARevokedToken;
            case REMOVED_NODES_STAY_OUT -> RuleTest::helloOfARemovedNode;
            case REMOVAL_ENDS_THE_SESSION -> RuleTest::removalOfARunningNode;
            case REMOVAL_REVOKES_THE_TOKEN -> RuleTest::lateAdmissionOfARemovedNode;
            case LOSS_SPARES_LATER_RESULTS -> RuleTest::lossOfWhatWasMadeAgain;
            case LOSS_WANTS_DEPENDENTS_BACK -> RuleTest::lossUnderDependents;
            case DRAINED_NODES_GET_NOTHING -> RuleTest::grantToADrainedNode;
            case DRAINS_OUTLIVE_A_BOOT -> RuleTest::rebootOfADrainedNode;
            case CLUSTER_RESOURCES_ARE_SHARED -> RuleTest::oneLicenceForTwoNodes;
            case LABELS_OUTLIVE_A_BOOT -> RuleTest::bootOfALabelledNode;
            case STRIKES_ONLY_WHAT_RAN -> RuleTest::deathOfANodeWithAQueue;
            case STRIKES_NAME_THE_SESSION -> RuleTest::lifeAfterAShortLife;
            case SUSPECTS_RUN_ALONE -> RuleTest::companyOfASuspect;
            case POISON_AFTER_THREE -> RuleTest::thirdDeath;
            case RECOVERY_ENDS_THE_SESSIONS -> RuleTest::recoveryUnderASession;
            case CUT_GIVES_NO_STRIKE -> RuleTest::cutNode;
            case SICK_NODES_ARE_SET_ASIDE -> RuleTest::failuresOfANode;
            case SOMEBODY_WELL_REMAINS -> RuleTest::failuresOfTheOnlyNode;
        };
        scenario.accept(fixture);
    }

    private static void failuresOfANode(MachineFixture fixture) {
        fixture.raise();
        assertThat(afterFailures(fixture, false)).isTrue();
    }

    private static void failuresOfTheOnlyNode(MachineFixture fixture) {
        fixture.raise();
        assertThat(afterFailures(fixture, true)).isFalse();
    }

    /** Whether a node is set aside on which many tasks fail, of which some then succeed on another one. */
    private static boolean afterFailures(MachineFixture fixture, boolean drained) {
        long session = fixture.open("one", 16);
        long other = fixture.open("other", 16);
        StepRef ref = new StepRef(fixture.submit(step("a", 20).retry(3, 0)), 0);
        ItemSet failed = ItemSet.range(0, Health.FAILED_IN_ROW_MAX);
        fixture.granted(session, ref, failed, 12);
        fixture.failed(session, ref, failed);
        fixture.granted(other, ref, failed, 12);
        if (drained) {
            fixture.apply(new Command.DrainNode("other", "", 0));
        }
        fixture.ok(other, ref, failed);
        return fixture.session(session).health().aside(fixture.state().ticks());
    }

    private static void deathOfANodeWithAQueue(MachineFixture fixture) {
        StepRef ref = twoNodes(fixture, 2);
        long session = newest(fixture);
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.died(session, ref, 1);
        assertThat(fixture.step(ref).strikes().items()).isEqualTo(ItemSet.of(1));
    }

    private static void lifeAfterAShortLife(MachineFixture fixture) {
        StepRef ref = twoNodes(fixture, 2);
        long first = newest(fixture);
        SortedMap<StepRef, ItemSet> ran = new TreeMap<>(Collections.singletonMap(ref, ItemSet.of(0)));
        long second = fixture.opened(opening("two", 2, 11, cores(4)).after(first, ran));
        fixture.granted(second, ref, ItemSet.of(0));
        fixture.opened(opening("two", 3, 12, cores(4)).after(first, ran));
        assertThat(fixture.step(ref).strikes().items()).isEqualTo(ItemSet.EMPTY);
    }

    private static void companyOfASuspect(MachineFixture fixture) {
        StepRef ref = twoNodes(fixture, 3);
        for (int boot = 2; boot <= 3; boot++) {
            long session = fixture.opened(opening("two", boot, 11, cores(4)));
            fixture.granted(session, ref, ItemSet.of(0));
            fixture.died(session, ref, 0);
        }
        long other = fixture.state().sessions().values().getFirst().id();
        fixture.granted(other, ref, ItemSet.of(1));
        assertThat(fixture.apply(new Command.Grant(other, ref, ItemSet.of(0), 1)))
                .isInstanceOf(Reply.Refused.class);
    }

    private static void thirdDeath(MachineFixture fixture) {
        StepRef ref = twoNodes(fixture, 1);
        for (int boot = 2; boot <= 4; boot++) {
            long session = fixture.opened(opening("two", boot, 11, cores(4)));
            fixture.granted(session, ref, ItemSet.of(0));
            fixture.died(session, ref, 0);
        }
        assertThat(fixture.step(ref).failed()).isEqualTo(ItemSet.of(0));
    }

    private static void cutNode(MachineFixture fixture) {
        StepRef ref = twoNodes(fixture, 1);
        long session = newest(fixture);
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.died(session, ref, 0);
        fixture.opened(opening("two", 1, 11, cores(4)));
        assertThat(fixture.step(ref).strikes().deaths()).isEmpty();
    }

    /** The nodes one and two, and a step. */
    private static StepRef twoNodes(MachineFixture fixture, int items) {
        StepRef ref = new StepRef(fixture.submit(step("a", items)), 0);
        fixture.opened(opening("one", 1, 11, cores(4)));
        fixture.opened(opening("two", 1, 11, cores(4)));
        fixture.raise();
        return ref;
    }

    private static long newest(MachineFixture fixture) {
        return fixture.state().sessions().values().getLast().id();
    }

    private static void lateCommitOfALostLease(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 2)), 0);
        long old = fixture.open("one");
        long next = fixture.open("three");
        fixture.granted(old, ref, ItemSet.of(0));
        fixture.granted(old, ref, ItemSet.of(1));
        fixture.release(old, ref, 0);
        fixture.granted(next, ref, ItemSet.of(0));
        fixture.ok(old, ref, 0);
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.EMPTY);
        assertThat(fixture.lease(next, ref).items()).isEqualTo(ItemSet.of(0));
    }

    private static void resultFromBeforeTheSilence(MachineFixture fixture) {
        StepRef kept = new StepRef(fixture.submit(step("a", 1).lostAfter(60_000)), 0);
        StepRef freed = new StepRef(fixture.submit(step("b", 2)), 0);
        long session = fixture.open("one");
        long opened = fixture.session(session).openedApplied();
        fixture.granted(session, kept, ItemSet.of(0));
        fixture.granted(session, freed, ItemSet.of(0));
        fixture.end(session, false);
        assertThat(fixture.open("one")).isEqualTo(session);
        fixture.granted(session, freed, ItemSet.of(0, 1));
        fixture.commit(
                session,
                new CommitPart(kept, ItemSet.of(0), List.of(), 1, opened),
                new CommitPart(freed, ItemSet.of(0), List.of(), 1, opened),
                new CommitPart(
                        freed, ItemSet.of(1), List.of(), 1, fixture.state().applied()));
        assertThat(fixture.step(kept).ok()).as("it was never taken back").isEqualTo(ItemSet.of(0));
        assertThat(fixture.step(freed).ok()).isEqualTo(ItemSet.of(1));
        assertThat(fixture.lease(session, freed).items()).isEqualTo(ItemSet.of(0));
        assertThat(fixture.step(freed).commits().last().orElseThrow().value().refused())
                .isEqualTo(ItemSet.of(0));
    }

    private static void repeatedCommit(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 2).retry(1, 0)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        Command.Commit commit = fixture.commit(session, 1, part(ref, ItemSet.EMPTY, ItemSet.of(0)));
        Reply first = fixture.apply(commit);
        fixture.granted(session, ref, ItemSet.of(0));
        assertThat(fixture.apply(commit)).isEqualTo(first);
        assertThat(fixture.step(ref).failed()).isEqualTo(ItemSet.EMPTY);
    }

    private static void grantOfBlockedItems(MachineFixture fixture) {
        long job = fixture.submit(step("a", 2), step("b", 2).each(0));
        long session = fixture.open("one");
        Reply reply = fixture.apply(new Command.Grant(session, new StepRef(job, 1), ItemSet.of(0), 1));
        assertThat(reply).isInstanceOf(Reply.Refused.class);
    }

    private static void failureWhileOthersRun(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 3)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.failed(session, ref, 0);
        assertThat(fixture.verdict(ref.job())).isEmpty();
    }

    private static void copiedDataDirectory(MachineFixture fixture) {
        fixture.opened(opening("one", 1, 11, cores(1)));
        Reply copy = fixture.apply(opening("one", 1, 12, cores(1)));
        assertThat(copy)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.WRONG_BOOT));
    }

    private static void rebootedNode(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        long old = fixture.opened(opening("one", 1, 11, cores(1)));
        fixture.granted(old, ref, ItemSet.of(0));
        fixture.opened(opening("one", 2, 11, cores(1)));
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0));
    }

    private static void lateEndOfAReopenedSession(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        long concluded = fixture.session(session).openedApplied();
        assertThat(fixture.open("one")).isEqualTo(session);
        fixture.apply(new Command.EndSession(session, true, "silent", concluded));
        assertThat(fixture.lease(session, ref).items()).isEqualTo(ItemSet.of(0));
    }

    private static void steadyFailures(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 20).retry(1, 1_000)), 0);
        long session = fixture.open("one");
        for (int item = 0; item < 20; item++) {
            fixture.at(item * 500L);
            fixture.granted(session, ref, ItemSet.of(item));
            fixture.failed(session, ref, item);
        }
        assertThat(fixture.step(ref).waiting(fixture.state().ticks()).contains(0))
                .as("the first item, 9.5 s after its failure, still waits for a back-off of 1 s")
                .isFalse();
    }

    private static void lostThenFailed(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 1).retry(1, 0)), 0);
        long lost = fixture.open("one");
        fixture.granted(lost, ref, ItemSet.of(0));
        fixture.end(lost, true);
        long session = fixture.open("three");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.failed(session, ref, 0);
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0));
    }

    private static void commitOutOfSilence(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 2).lostAfter(60_000)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.end(session, false);
        fixture.ok(session, ref, 0);
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.of(0));
    }

    private static void repeatedSubmit(MachineFixture fixture) {
        Command.SubmitJob submit = fixture.submission(0, step("a", 1));
        assertThat(fixture.submitted(submit)).isEqualTo(fixture.submitted(submit));
    }

    private static void retryUnderDependents(MachineFixture fixture) {
        long job =
                fixture.submit(step("a", 1), step("b", 1).each(0), step("c", 1).all(1));
        long session = fixture.open("one");
        for (int number = 0; number < 3; number++) {
            fixture.granted(session, new StepRef(job, number), ItemSet.of(0));
            fixture.ok(session, new StepRef(job, number), 0);
        }
        fixture.apply(new Command.RetryItems(job, new Where.Items(0, ItemSet.of(0))));
        assertThat(fixture.step(new StepRef(job, 1)).ok()).isEqualTo(ItemSet.EMPTY);
        assertThat(fixture.step(new StepRef(job, 2)).ok()).isEqualTo(ItemSet.EMPTY);
    }

    private static void packWithALateResult(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 3)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.release(session, ref, 0);
        fixture.ok(session, ref, 0, 1);
        assertThat(fixture.step(ref).commits().at(1L).refused()).isEqualTo(ItemSet.of(0));
    }

    private static void repeatedFiring(MachineFixture fixture) {
        fixture.apply(new Command.AddSchedule("nightly", Bytes.EMPTY, 1_000));
        long schedule = fixture.state().schedules().at("nightly").id();
        Optional<Plan> plan = Optional.of(fixture.submission(0, step("a", 1)).plan());
        Command fire = new Command.FireSchedule("nightly", schedule, 1_000, 2_000, plan, "");
        fixture.apply(fire);
        fixture.apply(fire);
        assertThat(fixture.state().jobs().size()).isEqualTo(1);
    }

    private static void noticeOfTwoWhoTold(MachineFixture fixture) {
        long job = NoticesTest.ended(fixture, End.SUCCEEDED);
        fixture.apply(new Command.RecordNotice(job, 1, 0, true, "200"));
        fixture.apply(new Command.RecordNotice(job, 1, 0, false, "nobody answered"));
        assertThat(fixture.job(job).notices().getFirst().told().orElseThrow().ok())
                .isTrue();
    }

    private static void noticeOfAnEarlierRun(MachineFixture fixture) {
        long job = NoticesTest.ended(fixture, End.SUCCEEDED);
        NoticesTest.runAgain(fixture, job);
        fixture.apply(new Command.RecordNotice(job, 1, 0, true, "200"));
        assertThat(fixture.job(job).owesNotice()).isTrue();
    }

    private static void pageOfAnEarlierRun(MachineFixture fixture) {
        fixture.raise();
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        long session = fixture.open("one");
        for (int run = 1; run <= 2; run++) {
            fixture.apply(new Command.RetryItems(ref.job(), new Where.Items(0, ItemSet.of(0))));
            fixture.granted(session, ref, ItemSet.of(0));
            fixture.ok(session, ref, 0);
        }
        fixture.apply(new Command.ArchiveJob(ref.job(), 1, Bytes.ofHex("01"), List.of()));
        assertThat(fixture.state().jobs().containsKey(ref.job())).isTrue();
    }

    private static void submitOfAnArchivedJob(MachineFixture fixture) {
        fixture.raise();
        Command.SubmitJob submit = fixture.submission(0, step("a", 0));
        long job = fixture.submitted(submit);
        fixture.archive(job);
        assertThat(fixture.submitted(submit)).isEqualTo(job);
    }

    private static void twoNodesWithOneUse(MachineFixture fixture) {
        fixture.found();
        fixture.apply(token(5, 1));
        fixture.apply(joining("one", 11, 5));
        fixture.apply(joining("two", 12, 5));
        assertThat(fixture.state().members().containsKey("two")).isFalse();
    }

    private static void repeatedAdmission(MachineFixture fixture) {
        fixture.found();
        fixture.apply(token(5, 2));
        fixture.apply(joining("one", 11, 5));
        fixture.apply(joining("one", 11, 5));
        assertThat(fixture.state().tokens().at("t5").usesLeft()).isEqualTo(1);
    }

    private static void repeatedCreationOfARevokedToken(MachineFixture fixture) {
        fixture.found();
        fixture.apply(token(5, 1));
        fixture.apply(new Command.RevokeToken("t5"));
        fixture.apply(token(5, 1));
        assertThat(fixture.apply(joining("one", 11, 5))).isInstanceOf(Reply.Refused.class);
    }

    private static void helloOfARemovedNode(MachineFixture fixture) {
        fixture.found();
        fixture.apply(token(5, 1));
        fixture.apply(joining("one", 11, 5));
        fixture.apply(new Command.RemoveNode("one"));
        assertThat(fixture.apply(opening("one", 1, 11))).isInstanceOf(Reply.Refused.class);
    }

    private static void removalOfARunningNode(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        fixture.found();
        fixture.apply(token(5, 1));
        fixture.apply(joining("one", 11, 5));
        fixture.granted(fixture.opened(opening("one", 1, 11)), ref, ItemSet.of(0));
        fixture.apply(new Command.RemoveNode("one"));
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0));
    }

    private static void recoveryUnderASession(MachineFixture fixture) {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        fixture.found();
        fixture.apply(token(5, 1));
        fixture.apply(joining("one", 11, 5));
        long session = fixture.opened(opening("one", 1, 11));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.apply(new Command.RecoverCluster("control", 9));
        assertThat(fixture.gone(session)).isTrue();
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0));
    }

    private static void lateAdmissionOfARemovedNode(MachineFixture fixture) {
        fixture.found();
        fixture.apply(token(5, 2));
        fixture.apply(joining("one", 11, 5));
        fixture.apply(new Command.RemoveNode("one"));
        fixture.apply(joining("one", 11, 5));
        assertThat(fixture.state().members().containsKey("one")).isFalse();
    }

    private static void grantToADrainedNode(MachineFixture fixture) {
        fixture.raise();
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        long session = fixture.open("one");
        fixture.apply(new Command.DrainNode("one", "a new disk", 0));
        assertThat(fixture.apply(new Command.Grant(session, ref, ItemSet.of(0), 1)))
                .isInstanceOf(Reply.Refused.class);
    }

    private static void rebootOfADrainedNode(MachineFixture fixture) {
        fixture.raise();
        fixture.open("one");
        fixture.apply(new Command.DrainNode("one", "a new disk", 0));
        fixture.opened(opening("one", 5, 1, MachineFixture.cores(8)));
        assertThat(fixture.state().nodes().at("one").drain()).isPresent();
    }

    private static void oneLicenceForTwoNodes(MachineFixture fixture) {
        fixture.raise();
        fixture.apply(new Command.SetResource("licence", 1_000));
        StepRef ref = new StepRef(fixture.submit(step("a", 2).demand("licence", 1_000)), 0);
        fixture.granted(fixture.open("one"), ref, ItemSet.of(0));
        Reply second = fixture.apply(new Command.Grant(fixture.open("two"), ref, ItemSet.of(1), 1));
        assertThat(second).isInstanceOf(Reply.Refused.class);
    }

    private static void bootOfALabelledNode(MachineFixture fixture) {
        fixture.raise();
        fixture.open("one");
        SortedMap<String, String> zone = new TreeMap<>(Collections.singletonMap("zone", "eu"));
        fixture.apply(new Command.LabelNode("one", zone, List.of()));
        fixture.opened(MachineFixture.opening("one", 2, 5L, MachineFixture.cores(8)));
        assertThat(fixture.state().nodes().at("one").labels()).isEqualTo(zone);
    }

    private static void lossOfWhatWasMadeAgain(MachineFixture fixture) {
        fixture.raise();
        StepRef ref = new StepRef(fixture.submit(step("a", 2)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.ok(session, ref, 0);
        Bytes pack = fixture.step(ref).commits().last().orElseThrow().value().pack();
        fixture.apply(new Command.RetryItems(ref.job(), new Where.Items(0, ItemSet.of(0))));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.ok(session, ref, 0);
        fixture.apply(new Command.Invalidate(ref, 1, List.of(pack), ItemSet.of(0)));
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.of(0));
    }

    private static void lossUnderDependents(MachineFixture fixture) {
        fixture.raise();
        long job = fixture.submit(step("a", 2), step("b", 2).each(0));
        StepRef made = new StepRef(job, 0);
        StepRef dependent = new StepRef(job, 1);
        long session = fixture.open("one");
        fixture.granted(session, made, ItemSet.of(0));
        fixture.ok(session, made, 0);
        Bytes pack = fixture.step(made).commits().last().orElseThrow().value().pack();
        fixture.granted(session, dependent, ItemSet.of(0));
        fixture.apply(new Command.Invalidate(made, 1, List.of(pack), ItemSet.of(0)));
        assertThat(fixture.lease(session, dependent).kill()).isEqualTo(ItemSet.of(0));
    }
}
