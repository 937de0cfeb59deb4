package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.digest;
import static org.manyhands.core.kit.MachineFixture.founding;
import static org.manyhands.core.kit.MachineFixture.joining;
import static org.manyhands.core.kit.MachineFixture.opening;
import static org.manyhands.core.kit.MachineFixture.token;
import static org.manyhands.core.kit.StepBuilder.step;
import static org.manyhands.core.machine.TokensTest.refused;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.AdmitNode;
import org.manyhands.core.command.Command.CreateToken;
import org.manyhands.core.command.Command.LocateNode;
import org.manyhands.core.command.Command.RemoveNode;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.Member;

class MembersTest {
    private static final Reply DONE = new Reply.Done();

    private final MachineFixture fixture = new MachineFixture();

    /** A worker that is a member, with key 11, of a token with two uses. */
    private void join(String name) {
        fixture.found();
        fixture.apply(token(5, 2));
        assertThat(fixture.apply(joining(name, 11, 5))).isEqualTo(DONE);
    }

    private boolean member(String name) {
        return fixture.state().members().containsKey(name);
    }

    // The first member.

    @Test
    void shouldTakeTheFirstMemberWithoutAToken() {
        fixture.raise();
        assertThat(fixture.apply(founding("control", 1))).isEqualTo(DONE);
        assertThat(fixture.events()).containsExactly(new Event.NodeAdmitted("control", Role.CONTROL, "", "leader"));
        assertThat(fixture.state().members().at("control"))
                .isEqualTo(new Member("control", Role.CONTROL, digest(1), "", List.of()));
        assertThat(fixture.apply(founding("control", 1))).as("a repeat").isEqualTo(DONE);
        assertThat(fixture.events()).isEmpty();
    }

    @Test
    void shouldTakeNobodyElseWithoutAToken() {
        fixture.found();
        refused(fixture.apply(founding("other", 2)), RefusalCode.NO_SUCH_TOKEN, "has members", "mh token create");
    }

    @Test
    void shouldBeginWithAControlNode() {
        fixture.raise();
        refused(
                fixture.apply(new AdmitNode("one", digest(1), Role.WORKER, "", Bytes.EMPTY)),
                RefusalCode.WRONG_ROLE,
                "control node");
        assertThat(fixture.state().members().isEmpty()).isTrue();
    }

    @Test
    void shouldNeedTheLevelOfMembers() {
        refused(fixture.apply(founding("control", 1)), RefusalCode.LEVEL, "level 3");
        refused(fixture.apply(new RemoveNode("control")), RefusalCode.LEVEL, "level 3");
    }

    @Test
    void shouldEndTheSessionsOfOthersWhenTheFirstMemberComes() {
        StepRef ref = new StepRef(fixture.submit(step("a", 2)), 0);
        long own = fixture.open("control");
        long other = fixture.open("other");
        fixture.granted(own, ref, ItemSet.of(0));
        fixture.granted(other, ref, ItemSet.of(1));
        fixture.found();
        assertThat(fixture.gone(other)).isTrue();
        assertThat(fixture.lease(own, ref).items()).isEqualTo(ItemSet.of(0));
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(1));
    }

    // Joining.

    @Test
    void shouldTakeOneUseForEachNode() {
        join("one");
        assertThat(fixture.events()).containsExactly(new Event.NodeAdmitted("one", Role.WORKER, "t5", "leader"));
        assertThat(fixture.state().members().at("one"))
                .isEqualTo(new Member("one", Role.WORKER, digest(11), "t5", List.of()));
        assertThat(fixture.state().tokens().at("t5").usesLeft()).isEqualTo(1);
        assertThat(fixture.apply(joining("two", 12, 5))).isEqualTo(DONE);
        refused(fixture.apply(joining("three", 13, 5)), RefusalCode.TOKEN_USED_UP, "2 nodes", "mh token create");
    }

    @Test
    void shouldAnswerARepeatAgainWhateverBecameOfTheToken() {
        join("one");
        fixture.apply(joining("two", 12, 5));
        assertThat(fixture.apply(joining("one", 11, 5))).as("used up").isEqualTo(DONE);
        fixture.apply(new Command.RevokeToken("t5"));
        assertThat(fixture.apply(joining("one", 11, 5))).as("revoked").isEqualTo(DONE);
        assertThat(fixture.at(70_000).apply(joining("one", 11, 5)))
                .as("expired")
                .isEqualTo(DONE);
        assertThat(fixture.events()).isEmpty();
        assertThat(fixture.state().tokens().at("t5").usesLeft()).isZero();
    }

    @Test
    void shouldNotSayWhetherTheTokenOrItsSecretIsWrong() {
        fixture.found();
        fixture.apply(token(5, 1));
        Reply unknown = fixture.apply(joining("one", 11, 6));
        Reply wrong = fixture.apply(new AdmitNode("one", digest(11), Role.WORKER, "t5", digest(6)));
        refused(unknown, RefusalCode.NO_SUCH_TOKEN, "not known", "mh token create");
        assertThat(wrong).isEqualTo(unknown);
    }

    @Test
    void shouldTakeATokenUntilItsTimeIsOver() {
        fixture.found();
        fixture.apply(token(5, 2));
        assertThat(fixture.at(59_999).apply(joining("one", 11, 5))).isEqualTo(DONE);
        refused(
                fixture.at(60_000).apply(joining("two", 12, 5)),
                RefusalCode.TOKEN_EXPIRED,
                "time of join token 't5' is over",
                "mh token create");
    }

    @Test
    void shouldTakeATokenForItsRoleOnly() {
        fixture.found();
        fixture.apply(token(5, 1));
        fixture.apply(new CreateToken("c", digest(6), Role.CONTROL, 1, 60_000));
        refused(
                fixture.apply(new AdmitNode("one", digest(11), Role.CONTROL, "t5", digest(5))),
                RefusalCode.WRONG_ROLE,
                "for a worker node",
                "a control node");
        refused(
                fixture.apply(new AdmitNode("one", digest(11), Role.WORKER, "c", digest(6))),
                RefusalCode.WRONG_ROLE,
                "for a control node");
        assertThat(fixture.apply(new AdmitNode("two", digest(11), Role.CONTROL, "c", digest(6))))
                .isEqualTo(DONE);
    }

    @Test
    void shouldRefuseANameThatAnotherNodeHas() {
        join("one");
        refused(fixture.apply(joining("one", 12, 5)), RefusalCode.NAME_TAKEN, "--name", "mh node remove one");
        assertThat(fixture.state().tokens().at("t5").usesLeft()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAMemberThatWantsAnotherRole() {
        join("one");
        fixture.apply(new CreateToken("c", digest(6), Role.CONTROL, 1, 60_000));
        refused(
                fixture.apply(new AdmitNode("one", digest(11), Role.CONTROL, "c", digest(6))),
                RefusalCode.WRONG_ROLE,
                "a worker node already",
                "mh node remove one");
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        fixture.found();
        fixture.apply(token(5, 1));
        for (String name : List.of("", "a b", "a/b", "é", "x".repeat(AdmitNode.NAME_MAX + 1))) {
            refused(fixture.apply(joining(name, 11, 5)), RefusalCode.INVALID, "name of a node", "64");
        }
        refused(
                fixture.apply(new AdmitNode("one", Bytes.ofHex("00"), Role.WORKER, "t5", digest(5))),
                RefusalCode.INVALID,
                "key of 1 bytes");
        assertThat(fixture.apply(joining("N-1_a.example", 11, 5))).isEqualTo(DONE);
    }

    @Test
    void shouldBoundHowManyMembersThereAre() {
        fixture.found();
        for (int number = 1; number < Members.MEMBERS_MAX; number++) {
            int token = number / CreateToken.USES_MAX + 5;
            fixture.apply(token(token, CreateToken.USES_MAX));
            assertThat(fixture.apply(joining("n" + number, number + 100, token)))
                    .isEqualTo(DONE);
        }
        fixture.apply(token(9, 1));
        refused(fixture.apply(joining("more", 99, 9)), RefusalCode.LIMIT, "2000 nodes", "remove");
        assertThat(fixture.state().tokens().at("t9").usesLeft()).isEqualTo(1);
    }

    // Leaving.

    @Test
    void shouldLoseWhatARemovedNodeRuns() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1).lostAfter(60_000)), 0);
        join("one");
        long session = fixture.opened(opening("one", 3, 11));
        fixture.granted(session, ref, ItemSet.of(0));
        Command.Commit late = fixture.commit(session, 1, MachineFixture.part(ref, ItemSet.of(0), ItemSet.EMPTY));
        assertThat(fixture.apply(new RemoveNode("one"))).isEqualTo(DONE);
        assertThat(fixture.events())
                .contains(
                        new Event.SessionEnded(session, "one", "the node was removed"),
                        new Event.NodeRemoved("one", "leader"));
        assertThat(fixture.gone(session)).isTrue();
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0));
        assertThat(fixture.apply(late)).isEqualTo(new Reply.Ended());
        refused(fixture.apply(opening("one", 3, 11)), RefusalCode.NOT_MEMBER, "node one", "mh token create", "mh join");
    }

    @Test
    void shouldDecideAJobWhoseLastItemARemovedNodeRan() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        join("one");
        long session = fixture.opened(opening("one", 1, 11));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.cancel(ref.job());
        assertThat(fixture.verdict(ref.job())).isEmpty();
        fixture.apply(new RemoveNode("one"));
        assertThat(fixture.verdict(ref.job())).isPresent();
    }

    @Test
    void shouldLetANewMachineTakeTheName() {
        join("one");
        fixture.opened(opening("one", 7, 11));
        fixture.apply(new RemoveNode("one"));
        fixture.apply(token(6, 1));
        assertThat(fixture.apply(joining("one", 12, 6))).isEqualTo(DONE);
        refused(fixture.apply(opening("one", 8, 11)), RefusalCode.NOT_MEMBER);
        assertThat(fixture.opened(opening("one", 1, 12))).isPositive();
    }

    @Test
    void shouldRevokeTheTokenThatARemovedNodeKnows() {
        join("one");
        fixture.apply(joining("two", 12, 5));
        fixture.apply(new RemoveNode("two"));
        assertThat(fixture.events()).as("it was used up").doesNotContain(new Event.TokenRevoked("t5", "leader"));
        fixture.apply(token(6, 2));
        fixture.apply(joining("two", 12, 6));
        fixture.apply(new RemoveNode("two"));
        assertThat(fixture.events()).contains(new Event.TokenRevoked("t6", "leader"));
        refused(fixture.apply(joining("two", 13, 6)), RefusalCode.NO_SUCH_TOKEN, "'t6' was revoked");
    }

    @Test
    void shouldRemoveANodeThatHasNoSession() {
        join("one");
        assertThat(fixture.apply(new RemoveNode("one"))).isEqualTo(DONE);
        assertThat(member("one")).isFalse();
    }

    @Test
    void shouldRefuseToRemoveWhatIsNoMember() {
        fixture.found();
        refused(fixture.apply(new RemoveNode("one")), RefusalCode.NO_SUCH_NODE, "'one'", "mh node list");
    }

    @Test
    void shouldKeepTheLastControlNode() {
        join("one");
        refused(fixture.apply(new RemoveNode("control")), RefusalCode.LAST_CONTROL, "only control node");
        fixture.apply(new CreateToken("c", digest(6), Role.CONTROL, 1, 60_000));
        fixture.apply(new AdmitNode("control-2", digest(2), Role.CONTROL, "c", digest(6)));
        assertThat(fixture.apply(new RemoveNode("control"))).isEqualTo(DONE);
        refused(fixture.apply(new RemoveNode("control-2")), RefusalCode.LAST_CONTROL);
    }

    // Where control nodes listen.

    @Test
    void shouldKnowWhereControlNodesListen() {
        fixture.found();
        assertThat(fixture.apply(new LocateNode("control", List.of("a:1", "b:2"))))
                .isEqualTo(DONE);
        assertThat(fixture.events()).containsExactly(new Event.NodeLocated("control", List.of("a:1", "b:2")));
        assertThat(fixture.state().members().at("control").addresses()).containsExactly("a:1", "b:2");
        assertThat(fixture.apply(new LocateNode("control", List.of("a:1", "b:2"))))
                .as("a repeat")
                .isEqualTo(DONE);
        assertThat(fixture.events()).isEmpty();
        fixture.apply(new LocateNode("control", List.of("c:3")));
        assertThat(fixture.state().members().at("control").addresses()).containsExactly("c:3");
    }

    @Test
    void shouldRefuseAddressesOfOthers() {
        join("one");
        refused(fixture.apply(new LocateNode("two", List.of("a:1"))), RefusalCode.NOT_MEMBER);
        refused(fixture.apply(new LocateNode("one", List.of("a:1"))), RefusalCode.WRONG_ROLE, "worker");
        refused(fixture.apply(new LocateNode("control", List.of())), RefusalCode.INVALID, "0 addresses");
        refused(fixture.apply(new LocateNode("control", List.of(" "))), RefusalCode.INVALID, "1 to 300");
        refused(fixture.apply(new LocateNode("control", List.of("a".repeat(301)))), RefusalCode.INVALID);
        refused(fixture.apply(new LocateNode("control", Collections.nCopies(17, "a:1"))), RefusalCode.INVALID);
    }

    // Sessions.

    @Test
    void shouldOpenSessionsOfMembersOnly() {
        join("one");
        assertThat(fixture.opened(opening("one", 1, 11))).isPositive();
        refused(fixture.apply(opening("one", 2, 12)), RefusalCode.NOT_MEMBER);
        refused(fixture.apply(opening("two", 1, 11)), RefusalCode.NOT_MEMBER);
        refused(fixture.apply(opening("one", 2, 2, MachineFixture.cores(1))), RefusalCode.NOT_MEMBER);
    }

    @Test
    void shouldAskNobodyForAKeyWhileThereAreNoMembers() {
        assertThat(fixture.open("one")).isPositive();
        refused(fixture.apply(opening("two", 1, 11)), RefusalCode.LEVEL);
        fixture.raise();
        assertThat(fixture.opened(opening("two", 1, 11))).isPositive();
        assertThat(fixture.open("three")).isPositive();
    }
}
