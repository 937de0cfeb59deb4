package org.manyhands.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.manyhands.core.command.Command;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Usage;

/** {@code /v1/nodes/NAME/drain} and {@code /v1/resources}: which nodes get work, and what all of them share. */
final class UpkeepRequests implements ApiServer.Family {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api;

    UpkeepRequests(Api api) {
        this.api = api;
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException, InterruptedException {
        List<String> path = request.path();
        if (path.size() == 4
                && path.subList(0, 2).equals(List.of("v1", "nodes"))
                && path.get(3).equals("drain")) {
            return drain(request, path.get(2));
        }
        return path.size() >= 2 && path.subList(0, 2).equals(List.of("v1", "resources")) && resources(request, path);
    }

    private boolean drain(Request request, String node) throws IOException, ApiException, InterruptedException {
        return switch (request.method()) {
            case "PUT" -> {
                DrainWish wish = body(request, DrainWish.class);
                yield done(request, new Command.DrainNode(node, wish.reason(), wish.limitMillis()));
            }
            case "DELETE" -> done(request, new Command.ResumeNode(node));
            default -> false;
        };
    }

    private boolean resources(Request request, List<String> path)
            throws IOException, ApiException, InterruptedException {
        return switch (request.method() + " " + path.size()) {
            case "GET 2" -> list(request);
            case "PUT 3" -> {
                long amount = body(request, ResourceView.class).amount();
                yield done(request, new Command.SetResource(path.get(2), amount));
            }
            case "DELETE 3" -> done(request, new Command.RemoveResource(path.get(2)));
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

    private static <T> T body(Request request, Class<T> type) throws IOException, ApiException {
        try {
            return JSON.readValue(request.body(), type);
        } catch (JsonProcessingException bad) {
            throw ApiException.badRequest("the body: " + bad.getOriginalMessage());
        }
    }

    private boolean done(Request request, Command command) throws IOException, ApiException, InterruptedException {
        JobRequests.done(api.control(), request, command);
        request.bytes(204, "application/json", new byte[0]);
        return true;
    }
}
