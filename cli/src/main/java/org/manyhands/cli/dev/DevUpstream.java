package org.manyhands.cli.dev;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.manyhands.cli.node.DataDirectoryException;
import org.manyhands.server.api.Loopback;
import org.manyhands.server.api.Upstream;

/** Whichever control node is there. Safe for concurrent use. */
final class DevUpstream implements Upstream {
    private final List<DevNode> controls;
    private volatile int first;

    DevUpstream(List<DevNode> controls) {
        this.controls = controls;
    }

    @Override
    public Answer ask(Question question) throws IOException, InterruptedException {
        IOException trouble = new IOException("no control node of it is running any more");
        int from = first;
        for (int i = 0; i < controls.size(); i++) {
            int number = (from + i) % controls.size();
            Optional<Loopback> node = loopback(controls.get(number));
            if (node.isPresent()) {
                try {
                    Answer answer = node.get().ask(question);
                    first = number;
                    return answer;
                } catch (IOException away) {
                    trouble = away;
                    first = (number + 1) % controls.size();
                    if (question.bytes() > 0) {
                        // Some of its body may be read: whoever asks does so again.
                        break;
                    }
                }
            }
        }
        throw trouble;
    }

    private static Optional<Loopback> loopback(DevNode node) throws IOException {
        if (!node.isAlive()) {
            return Optional.empty();
        }
        try {
            Optional<String> address = node.directory().address();
            return address.isPresent()
                    ? Optional.of(new Loopback(
                            URI.create(address.get()), node.directory().token()))
                    : Optional.empty();
        } catch (DataDirectoryException damaged) {
            throw new IOException(damaged.getMessage(), damaged);
        }
    }
}
