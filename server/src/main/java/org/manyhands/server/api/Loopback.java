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
    public Answer ask(String method, String target, String user, long bytes, InputStream body) throws IOException {
        URI uri = URI.create(address + target);
        if (!uri.getAuthority().equals(address.getAuthority())) {
            throw new IOException("'" + target + "' is no path");
        }
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty(ApiServer.USER_HEADER, user);
        if (bytes > 0) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(bytes);
            try (OutputStream out = connection.getOutputStream()) {
                body.transferTo(out);
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
