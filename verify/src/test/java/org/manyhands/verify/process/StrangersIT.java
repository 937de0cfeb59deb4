package org.manyhands.verify.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.manyhands.link.Endpoint;

/** Who knocks at the port of a control node and is no node. */
final class StrangersIT extends FarWorkers {
    private static final int STRANGERS_MAX = 1_024;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket each : sockets) {
            each.close();
        }
    }

    private Socket knock() throws IOException {
        Endpoint at = Endpoint.parse(address);
        Socket socket = new Socket(at.host(), at.port());
        sockets.add(socket);
        return socket;
    }

    @Test
    void shouldRefuseAndNameWhoDoesNotSpeakTls() throws Exception {
        upAndListening();
        for (String words : List.of("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "rubbish")) {
            Socket caller = knock();
            caller.getOutputStream().write(words.getBytes(US_ASCII));
            assertThat(new String(caller.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.0 400 ")
                    .contains("this port is for nodes of a Manyhands cluster");
            assertThat(log())
                    .contains("Refused a caller from /127.0.0.1:" + caller.getLocalPort() + ": it does not speak TLS");
        }
    }

    @Test
    void shouldHaveSoManyStrangersAtOnceAndNoneForLong() throws Exception {
        upAndListening();
        join(token(), "n2");
        for (int knocks = 0; knocks < STRANGERS_MAX; knocks++) {
            var _ = knock();
        }
        assertThat(knock().getInputStream().read()).as("one too many").isEqualTo(-1);
        assertThat(log()).contains("on " + STRANGERS_MAX + " others (limit: " + STRANGERS_MAX + ") nobody has shown");
        assertThat(job("echo done-$1", 4).ended().exits(0).lines()).isEqualTo(numbered("done-", 4));
        for (Socket each : sockets) {
            assertThat(each.getInputStream().read()).as("closed after a while").isEqualTo(-1);
        }
        assertThat(log()).contains("nobody was let in on it");
        join(token(), "n3");
    }
}
