package org.manyhands.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.JoinToken;
import org.manyhands.core.state.State;
import org.manyhands.store.Digest;

/** {@code /v1/tokens} and {@code /v1/nodes}: who may become a node, what it is like, and who is one no more. */
final class MemberRequests implements ApiServer.Family {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LEVEL_LIMIT = Duration.ofSeconds(5);

    private final Api api;

    MemberRequests(Api api) {
        this.api = api;
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException, InterruptedException {
        List<String> path = request.path();
        if (path.size() < 2 || path.size() > 4 || !path.getFirst().equals("v1")) {
            return false;
        }
        return switch (request.method() + " " + path.get(1) + " " + path.size()) {
            case "GET tokens 2" -> list(request);
            case "PUT tokens 3" -> create(request, path.get(2));
            case "DELETE tokens 3" -> done(request, new Command.RevokeToken(path.get(2)));
            case "DELETE nodes 3" -> done(request, new Command.RemoveNode(path.get(2)));
            case "POST nodes 4" -> path.get(3).equals("labels") && label(request, path.get(2));
            default -> false;
        };
    }

    private boolean label(Request request, String node) throws IOException, ApiException, InterruptedException {
        LabelWish wish = labels(request);
        // A node that has just begun is about to raise it.
        var _ = api.control().await(state -> state.level() >= Command.LEVEL_MEMBERS, LEVEL_LIMIT);
        return done(request, new Command.LabelNode(node, wish.set(), wish.removed()));
    }

    private static LabelWish labels(Request request) throws IOException, ApiException {
        try {
            return JSON.readValue(request.body(), LabelWish.class);
        } catch (JsonProcessingException broken) {
            throw ApiException.badRequest("the body does not say labels: " + broken.getOriginalMessage()
                    + " (expected: {\"set\": {NAME: VALUE}, \"removed\": [NAME]})");
        }
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
        TokenWish wish = JSON.readValue(request.body(), TokenWish.class);
        Command.CreateToken create = new Command.CreateToken(
                id,
                Bytes.copyOf(Digest.fromHex(wish.digest()).toBytes()),
                role(wish.role()),
                wish.uses(),
                wish.ttlMillis());
        JobRequests.done(api.control(), request, create);
        request.json(
                new Api.Listening(listening.fingerprint(), api.control().root().addresses(listening.addresses())));
        return true;
    }

    private static Role role(String word) throws ApiException {
        return Role.of(word)
                .orElseThrow(() -> ApiException.badRequest("role: '" + word + "' (expected: worker or control)"));
    }

    private boolean done(Request request, Command command) throws IOException, ApiException, InterruptedException {
        JobRequests.done(api.control(), request, command);
        request.bytes(204, "application/json", new byte[0]);
        return true;
    }
}
