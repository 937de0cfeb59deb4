package org.manyhands.server.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.manyhands.core.command.Command;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Usage;

/**
 * {@code /v1/nodes/NAME/labels}, {@code /v1/nodes/NAME/drain} and {@code /v1/resources}: what nodes are like, which of them get work,
 * and what all of them share.
 */
final class UpkeepRequests implements ApiServer.Family {
    private static final Duration LEVEL_LIMIT = Duration.ofSeconds(5);

    private final Api api;

    UpkeepRequests(Api api) {
        this.api = api;
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException, InterruptedException {
        List<String> path = request.path();
        if (path.size() < 2 || path.size() > 4 || !path.getFirst().equals("v1")) {
            return false;
        }
        String what = path.size() == 4 ? " " + path.get(3) : "";
        return switch (request.method() + " " + path.get(1) + " " + path.size() + what) {
            case "POST nodes 4 labels" -> {
                LabelWish wish = request.json(LabelWish.class, "{\"set\": {NAME: VALUE}, \"removed\": [NAME]}");
                yield done(request, new Command.LabelNode(path.get(2), wish.set(), wish.removed()));
            }
            case "PUT nodes 4 drain" -> {
                DrainWish wish = request.json(DrainWish.class, "{\"reason\": TEXT, \"limitMillis\": 0}");
                yield done(request, new Command.DrainNode(path.get(2), wish.reason(), wish.limitMillis()));
            }
            case "DELETE nodes 4 drain" -> done(request, new Command.ResumeNode(path.get(2)));
            case "GET resources 2" -> list(request);
            case "PUT resources 3" -> {
                long amount =
                        request.json(ResourceWish.class, "{\"amount\": 1000}").amount();
                yield done(request, new Command.SetResource(path.get(2), amount));
            }
            case "DELETE resources 3" -> done(request, new Command.RemoveResource(path.get(2)));
            default -> false;
        };
    }

    private boolean list(Request request) throws IOException {
        State state = api.control().root();
        request.json(state.resources().entrySet().stream()
                .map(entry ->
                        new ResourceView(entry.getKey(), entry.getValue(), Usage.inCluster(state, entry.getKey())))
                .toList());
        return true;
    }

    private boolean done(Request request, Command command) throws IOException, ApiException, InterruptedException {
        // A node that has just begun is about to raise it.
        var _ = api.control().await(state -> state.level() >= command.level(), LEVEL_LIMIT);
        JobRequests.done(api.control(), request, command);
        request.nothing();
        return true;
    }
}
