package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.digest;
import static org.manyhands.core.kit.MachineFixture.joining;
import static org.manyhands.core.kit.MachineFixture.token;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command.CreateToken;
import org.manyhands.core.command.Command.RevokeToken;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.JoinToken;

class TokensTest {
    private static final long TTL = 60_000;
    private static final Reply DONE = new Reply.Done();

    private final MachineFixture fixture = new MachineFixture();

    @BeforeEach
    void found() {
        fixture.at(1_000).found();
    }

    static void refused(Reply reply, RefusalCode code, String... words) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(List.of(words))
                    .allSatisfy(word -> assertThat(refused.sentence()).contains(word));
        });
    }

    private JoinToken kept(int number) {
        return fixture.state().tokens().at("t" + number);
    }

    private boolean known(int number) {
        return fixture.state().tokens().containsKey("t" + number);
    }

    @Test
    void shouldKeepATokenWithItsTimeInTicks() {
        assertThat(fixture.apply(token(5, 3))).isEqualTo(DONE);
        assertThat(fixture.events()).containsExactly(new Event.TokenCreated("t5", Role.WORKER, 3, "leader"));
        assertThat(kept(5)).isEqualTo(new JoinToken("t5", digest(5), Role.WORKER, 3, 3, TTL, 61_000, false));
    }

    @Test
    void shouldNeedTheLevelOfMembers() {
        refused(new MachineFixture().apply(token(5, 1)), RefusalCode.LEVEL, "level 3");
    }

    @Test
    void shouldChangeNothingWhenItIsCreatedAgain() {
        fixture.apply(token(5, 3));
        fixture.apply(joining("one", 11, 5));
        assertThat(fixture.at(5_000).apply(token(5, 3))).isEqualTo(DONE);
        assertThat(fixture.events()).isEmpty();
        assertThat(kept(5).usesLeft()).isEqualTo(2);
        assertThat(kept(5).dueTicks()).isEqualTo(61_000);
    }

    @Test
    void shouldRefuseAnotherTokenOfTheSameName() {
        fixture.apply(token(5, 3));
        for (CreateToken other : List.of(
                new CreateToken("t5", digest(6), Role.WORKER, 3, TTL),
                new CreateToken("t5", digest(5), Role.CONTROL, 3, TTL),
                new CreateToken("t5", digest(5), Role.WORKER, 2, TTL),
                new CreateToken("t5", digest(5), Role.WORKER, 3, TTL + 1))) {
            refused(fixture.apply(other), RefusalCode.NAME_TAKEN, "'t5'", "another name");
        }
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        String tooLong = "x".repeat(CreateToken.ID_MAX + 1);
        for (String id : List.of("", "a.b", "a b", "é", tooLong)) {
            refused(
                    fixture.apply(new CreateToken(id, digest(5), Role.WORKER, 1, TTL)),
                    RefusalCode.INVALID,
                    "name of a join token");
        }
        refused(
                fixture.apply(new CreateToken("t5", Bytes.ofHex("00"), Role.WORKER, 1, TTL)),
                RefusalCode.INVALID,
                "1 bytes",
                "32");
        for (int uses : List.of(Integer.MIN_VALUE, 0, CreateToken.USES_MAX + 1)) {
            refused(fixture.apply(token(5, uses)), RefusalCode.INVALID, "uses: " + uses, "1000");
        }
        for (long ttl : List.of(Long.MIN_VALUE, 999L, CreateToken.TTL_MILLIS_MAX + 1, Long.MAX_VALUE)) {
            refused(
                    fixture.apply(new CreateToken("t5", digest(5), Role.WORKER, 1, ttl)),
                    RefusalCode.INVALID,
                    ttl + " ms",
                    "30 days");
        }
        assertThat(fixture.state().tokens().isEmpty()).isTrue();
    }

    @Test
    void shouldTakeWhatIsJustInRange() {
        String longest = "x".repeat(CreateToken.ID_MAX);
        assertThat(fixture.apply(new CreateToken(
                        longest, digest(5), Role.CONTROL, CreateToken.USES_MAX, CreateToken.TTL_MILLIS_MAX)))
                .isEqualTo(DONE);
        assertThat(fixture.apply(new CreateToken("A-z_0", digest(5), Role.WORKER, 1, CreateToken.TTL_MILLIS_MIN)))
                .isEqualTo(DONE);
    }

    @Test
    void shouldBoundHowManyAreGood() {
        for (int number = 1; number <= Tokens.GOOD_MAX; number++) {
            assertThat(fixture.apply(token(number, 1))).isEqualTo(DONE);
        }
        refused(fixture.apply(token(9_999, 1)), RefusalCode.LIMIT, "1000 join tokens", "revoke");
        assertThat(fixture.apply(token(1, 1))).as("a repeat").isEqualTo(DONE);
        fixture.apply(joining("one", 11, 7));
        assertThat(fixture.apply(token(9_999, 1))).isEqualTo(DONE);
    }

    @Test
    void shouldRevokeATokenForGood() {
        fixture.apply(token(5, 3));
        assertThat(fixture.apply(new RevokeToken("t5"))).isEqualTo(DONE);
        assertThat(fixture.events()).containsExactly(new Event.TokenRevoked("t5", "leader"));
        assertThat(fixture.apply(new RevokeToken("t5"))).isEqualTo(DONE);
        assertThat(fixture.events()).isEmpty();
        assertThat(fixture.apply(token(5, 3))).as("a late repeat of its making").isEqualTo(DONE);
        refused(fixture.apply(joining("one", 11, 5)), RefusalCode.NO_SUCH_TOKEN, "'t5' was revoked", "mh token create");
    }

    @Test
    void shouldRefuseToRevokeWhatIsNotThere() {
        refused(fixture.apply(new RevokeToken("t5")), RefusalCode.NO_SUCH_TOKEN, "'t5'", "mh token list");
    }

    @Test
    void shouldRememberATokenForADayAfterItsTime() {
        fixture.apply(token(5, 1));
        fixture.apply(joining("one", 11, 5));
        fixture.at(61_000 + Tokens.MEMORY_TICKS - 1).apply(token(6, 1));
        assertThat(known(5)).isTrue();
        fixture.at(61_000 + Tokens.MEMORY_TICKS).apply(token(7, 1));
        assertThat(known(5)).isFalse();
        assertThat(known(6)).isTrue();
    }

    @Test
    void shouldForgetTheOldestOfTooManyThatAreGoodNoMore() {
        for (int number = 1; number <= Tokens.REMEMBERED_MAX + 2; number++) {
            fixture.at(1_000 + number).apply(token(number, 1));
            fixture.apply(new RevokeToken("t" + number));
        }
        fixture.apply(token(9_999, 1));
        assertThat(known(1)).isFalse();
        assertThat(known(2)).isFalse();
        assertThat(known(3)).isTrue();
        assertThat(fixture.state().tokens().size()).isEqualTo(Tokens.REMEMBERED_MAX + 1);
    }
}
