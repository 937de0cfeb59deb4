package org.manyhands.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * The API of this node, asked from within it for others.
 *
 * @param address where it listens
 * @param token what it wants to be shown
 */
public record Loopback(URI address, String token) implements Upstream {
    @Override
    public Answer ask(Question question) throws IOException {
        URI uri = URI.create(address + question.target());
        if (!uri.getAuthority().equals(address.getAuthority())) {
            throw new IOException("'" + question.target() + "' is no path");
        }
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(question.method());
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty(ApiServer.USER_HEADER, question.user());
        connection.setRequestProperty(ApiServer.HOPS_HEADER, Integer.toString(question.hops()));
        if (question.bytes() > 0) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(question.bytes());
            try (OutputStream out = connection.getOutputStream()) {
                question.body().transferTo(out);
            }
        }
        int status = connection.getResponseCode();
        InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        String type = connection.getContentType();
        return new Answer(
                status,
                type == null ? "application/json" : type,
                answer == null ? InputStream.nullInputStream() : answer);
    }
}
