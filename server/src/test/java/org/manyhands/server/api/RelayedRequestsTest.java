package org.manyhands.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is asked here and answered elsewhere. */
class RelayedRequestsTest {
    private static final String TOKEN = "s3cret";

    private static byte[] asked(Supplier<InputStream> elsewhere) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                ApiServer relay =
                        ApiServer.relaying(0, TOKEN, _ -> new Upstream.Answer(200, "text/plain", elsewhere.get()))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(relay.address() + "/v1/jobs"))
                    .timeout(Duration.ofSeconds(60))
                    .header("Authorization", "Bearer " + TOKEN)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        }
    }

    private static InputStream whole() {
        return new ByteArrayInputStream("whole".getBytes(UTF_8));
    }

    @Test
    void shouldHandOnAnAnswer() throws Exception {
        assertThat(asked(RelayedRequestsTest::whole)).asString(UTF_8).isEqualTo("whole");
    }

    @Test
    void shouldNotLetAnAnswerThatBreaksOffLookWhole() {
        assertThatThrownBy(() -> asked(() -> new SequenceInputStream(whole(), new BrokenOff())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldNotLetAnAnswerThatNeverBeginsLookEmpty() {
        assertThatThrownBy(() -> asked(BrokenOff::new)).isInstanceOf(IOException.class);
    }

    private static final class BrokenOff extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the node that answered is gone");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    }
}
