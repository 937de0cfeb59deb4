package org.manyhands.core.machine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.AdmitNode;
import org.manyhands.core.command.Command.CreateToken;
import org.manyhands.core.command.Command.RevokeToken;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.JoinToken;
import org.manyhands.core.state.State;

/** What nodes may join with: so often, so long, and as what it was made for. */
final class Tokens {
    /** More tokens than this are not good at once. */
    static final int GOOD_MAX = 1_000;

    /** More tokens than this are not remembered when they are good no more. */
    static final int REMEMBERED_MAX = 1_000;

    /** So long after its time a token is remembered, in ticks. */
    static final long MEMORY_TICKS = 24L * 60 * 60 * 1_000;

    static final int DIGEST_BYTES = 32;

    private Tokens() {}

    static Reply create(Transition transition, CreateToken create, Actor actor) {
        Optional<JoinToken> known = transition.state().tokens().get(create.id());
        if (known.isPresent()) {
            return known.get().madeBy(create)
                    ? new Reply.Done()
                    : new Reply.Refused(
                            RefusalCode.NAME_TAKEN,
                            "there is another join token '" + create.id() + "' already; choose another name for it");
        }
        Optional<Reply> refusal = refusal(transition.state(), create);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        put(transition, JoinToken.created(create, transition.state().ticks()));
        forget(transition);
        transition.tell(new Event.TokenCreated(create.id(), create.role(), create.uses(), actor.name()));
        return new Reply.Done();
    }

    static Reply revoke(Transition transition, RevokeToken revoke, Actor actor) {
        State state = transition.state();
        Optional<JoinToken> known = state.tokens().get(revoke.id());
        if (known.isEmpty()) {
            return new Reply.Refused(
                    RefusalCode.NO_SUCH_TOKEN,
                    "there is no join token '" + revoke.id() + "'; 'mh token list' lists them");
        }
        if (!known.get().revoked()) {
            end(transition, known.get(), actor);
        }
        return new Reply.Done();
    }

    /** Somebody knows its secret who should not join any more. */
    static void withdraw(Transition transition, String id, Actor actor) {
        State state = transition.state();
        state.tokens()
                .get(id)
                .filter(token -> token.good(state.ticks()))
                .ifPresent(token -> end(transition, token, actor));
    }

    private static void end(Transition transition, JoinToken token, Actor actor) {
        if (transition.holds(Rule.REVOKED_TOKENS_STAY_REVOKED)) {
            put(transition, token.revokedNow());
        } else {
            State state = transition.state();
            transition.become(state.withTokens(state.tokens().remove(token.id())));
        }
        transition.tell(new Event.TokenRevoked(token.id(), actor.name()));
    }

    /** Why a node may not join with the token that it names, if it may not. */
    static Optional<Reply> refusal(State state, AdmitNode admit) {
        Optional<JoinToken> known =
                state.tokens().get(admit.token()).filter(token -> token.digest().equals(admit.digest()));
        if (known.isEmpty()) {
            return refused(RefusalCode.NO_SUCH_TOKEN, "this join token is not known here");
        }
        JoinToken token = known.get();
        if (token.revoked()) {
            return refused(RefusalCode.NO_SUCH_TOKEN, "join token '" + token.id() + "' was revoked");
        }
        if (token.expired(state.ticks())) {
            return refused(RefusalCode.TOKEN_EXPIRED, "the time of join token '" + token.id() + "' is over");
        }
        if (token.usesLeft() <= 0) {
            return refused(
                    RefusalCode.TOKEN_USED_UP,
                    "join token '" + token.id() + "' is used up: it was for " + token.uses()
                            + (token.uses() == 1 ? " node" : " nodes"));
        }
        return token.role() == admit.role()
                ? Optional.empty()
                : refused(
                        RefusalCode.WRONG_ROLE,
                        "join token '" + token.id() + "' is for a "
                                + token.role().word() + " node and this is to be a "
                                + admit.role().word() + " node");
    }

    /** One more node has joined with it. */
    static void use(Transition transition, String id) {
        if (transition.holds(Rule.TOKEN_USES_ARE_COUNTED)) {
            put(transition, transition.state().tokens().at(id).used());
        }
    }

    static boolean isDigest(Bytes bytes) {
        return bytes.size() == DIGEST_BYTES;
    }

    private static Optional<Reply> refusal(State state, CreateToken create) {
        if (!Names.valid(create.id(), CreateToken.ID_MAX, "-_")) {
            return refused(
                    RefusalCode.INVALID,
                    "the name of a join token: '" + create.id() + "' (expected: 1 to " + CreateToken.ID_MAX
                            + " letters, digits, '-' and '_')",
                    "");
        }
        if (!isDigest(create.digest())) {
            return refused(
                    RefusalCode.INVALID,
                    "a digest of " + create.digest().size() + " bytes (expected: " + DIGEST_BYTES + ")",
                    "");
        }
        if (create.uses() < 1 || create.uses() > CreateToken.USES_MAX) {
            return refused(
                    RefusalCode.INVALID,
                    "uses: " + create.uses() + " (expected: 1 to " + CreateToken.USES_MAX + ")",
                    "");
        }
        if (create.ttlMillis() < CreateToken.TTL_MILLIS_MIN || create.ttlMillis() > CreateToken.TTL_MILLIS_MAX) {
            return refused(
                    RefusalCode.INVALID, "time: " + create.ttlMillis() + " ms (expected: 1 second to 30 days)", "");
        }
        return good(state) < GOOD_MAX
                ? Optional.empty()
                : refused(
                        RefusalCode.LIMIT,
                        GOOD_MAX + " join tokens are good, which is the limit; revoke some that are not needed",
                        "");
    }

    private static long good(State state) {
        return state.tokens().values().stream()
                .filter(token -> token.good(state.ticks()))
                .count();
    }

    /** Those whose time is long over, and the oldest of the others that are good no more, if they are too many. */
    private static void forget(Transition transition) {
        State state = transition.state();
        List<JoinToken> bad = state.tokens().values().stream()
                .filter(token -> !token.good(state.ticks()))
                .sorted(Comparator.comparingLong(JoinToken::dueTicks).thenComparing(JoinToken::id))
                .toList();
        PersistentMap<String, JoinToken> kept = state.tokens();
        for (int i = 0; i < bad.size(); i++) {
            boolean tooMany = bad.size() - i > REMEMBERED_MAX;
            if (tooMany || bad.get(i).expired(state.ticks() - MEMORY_TICKS)) {
                kept = kept.remove(bad.get(i).id());
            }
        }
        transition.become(state.withTokens(kept));
    }

    private static void put(Transition transition, JoinToken token) {
        State state = transition.state();
        transition.become(state.withTokens(state.tokens().put(token.id(), token)));
    }

    private static Optional<Reply> refused(RefusalCode code, String why) {
        return refused(code, why, "; 'mh token create' on a control node makes another one");
    }

    private static Optional<Reply> refused(RefusalCode code, String why, String whatToDo) {
        return Optional.of(new Reply.Refused(code, why + whatToDo));
    }
}
