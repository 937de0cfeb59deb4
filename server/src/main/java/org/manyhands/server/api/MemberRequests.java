package org.manyhands.server.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.JoinToken;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.State;
import org.manyhands.server.identity.LogNames;
import org.manyhands.store.Digest;

/** {@code /v1/tokens} and {@code /v1/nodes}: who may become a node, and who is one no more. */
final class MemberRequests implements ApiServer.Family {
    private final Api api;

    MemberRequests(Api api) {
        this.api = api;
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException, InterruptedException {
        List<String> path = request.path();
        if (path.size() < 2 || path.size() > 3 || !path.getFirst().equals("v1")) {
            return false;
        }
        return switch (request.method() + " " + path.get(1) + " " + path.size()) {
            case "GET tokens 2" -> list(request);
            case "PUT tokens 3" -> create(request, path.get(2));
            case "DELETE tokens 3" -> done(request, new Command.RevokeToken(path.get(2)));
            case "DELETE nodes 3" -> remove(request, path.get(2));
            default -> false;
        };
    }

    private boolean remove(Request request, String node) throws IOException, ApiException, InterruptedException {
        State state = api.control().root();
        Optional<Member> member = state.members().get(node);
        if (member.isPresent()) {
            keepMajority(state, member.get());
        }
        return done(request, new Command.RemoveNode(node));
    }

    /** The others must be enough to agree that the log goes on without it. */
    private void keepMajority(State state, Member removed) throws ApiException {
        Set<String> voters = api.voters().get();
        String own = LogNames.of(removed);
        if (!voters.contains(own)) {
            return;
        }
        if (voters.size() == 1) {
            if (candidates(state)) {
                throw ApiException.conflict(
                        "node " + removed.name() + " alone keeps the state of the cluster, and a candidate has nothing"
                                + " of it; let a third control node join, and remove it when they are three ('mh node list')");
            }
            return;
        }
        SortedMap<String, String> names = new TreeMap<>();
        state.members().values().forEach(each -> names.put(LogNames.of(each), each.name()));
        List<String> away = new ArrayList<>();
        for (String voter : voters) {
            if (!names.containsKey(voter)) {
                away.add("the one that was removed just now");
            } else if (!voter.equals(own) && !api.answers().test(voter)) {
                away.add(String.valueOf(names.get(voter)));
            }
        }
        int majority = voters.size() / 2 + 1;
        if (voters.size() - 1 - away.size() < majority) {
            throw ApiException.conflict("without node " + removed.name() + " the cluster would stand still: " + majority
                    + " of its " + voters.size() + " control nodes must agree, and no answer comes from "
                    + String.join(", ", away)
                    + "; wait until they are back, or remove those first that are gone for good");
        }
    }

    /** Whether there is another control node than the one that keeps the log. */
    private static boolean candidates(State state) {
        return state.members().values().stream()
                        .filter(member -> member.role() == Role.CONTROL)
                        .count()
                > 1;
    }

    private boolean list(Request request) throws IOException {
        State state = api.control().root();
        request.json(state.tokens().values().stream()
                .map(token -> view(state, token))
                .toList());
        return true;
    }

    private static TokenView view(State state, JoinToken token) {
        return new TokenView(
                token.id(),
                state(state, token),
                token.role().word(),
                token.usesLeft(),
                token.dueTicks() - state.ticks());
    }

    private static String state(State state, JoinToken token) {
        if (token.revoked()) {
            return "revoked";
        }
        if (token.usesLeft() == 0) {
            return "used up";
        }
        return token.expired(state.ticks()) ? "expired" : "good";
    }

    /** Answered with how the token's bearer finds this cluster. */
    private boolean create(Request request, String id) throws IOException, ApiException, InterruptedException {
        Api.Listening listening = api.listening()
                .get()
                .orElseThrow(
                        () -> ApiException.conflict(
                                "this node listens to its own machine only; stop it, and"
                                        + " start it with 'mh up --listen HOST:PORT', the address at which the other machines reach it"));
        TokenWish wish = request.json(
                TokenWish.class, "{\"digest\": HEX, \"role\": \"worker\", \"uses\": 1, \"ttlMillis\": 3600000}");
        Command.CreateToken create =
                new Command.CreateToken(id, digest(wish.digest()), role(wish.role()), wish.uses(), wish.ttlMillis());
        JobRequests.done(api.control(), request, create);
        request.json(
                new Api.Listening(listening.fingerprint(), api.control().root().addresses(listening.addresses())));
        return true;
    }

    private static Bytes digest(@Nullable String hex) throws ApiException {
        try {
            return Bytes.copyOf(Digest.fromHex(String.valueOf(hex)).toBytes());
        } catch (IllegalArgumentException bad) {
            throw ApiException.badRequest(String.valueOf(bad.getMessage()));
        }
    }

    private static Role role(@Nullable String word) throws ApiException {
        return Role.of(String.valueOf(word))
                .orElseThrow(() -> ApiException.badRequest("role: '" + word + "' (expected: worker or control)"));
    }

    private boolean done(Request request, Command command) throws IOException, ApiException, InterruptedException {
        JobRequests.done(api.control(), request, command);
        request.nothing();
        return true;
    }
}
