package org.manyhands.link;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node listens.
 *
 * @param host a name or an address; of IPv6 without brackets
 * @param port 0 to 65535
 */
public record Endpoint(String host, int port) {
    /** Where nodes listen unless they are told otherwise. */
    public static final int PORT_DEFAULT = 7420;

    private static final int PORT_MAX = 65_535;
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]/\\s]*))(?::([0-9]{1,5}))?");

    public Endpoint {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("port " + port + " (expected: 0 to " + PORT_MAX + ")");
        }
    }

    /**
     * Reads {@code HOST:PORT}, {@code HOST}, {@code :PORT} or {@code [IPV6]:PORT}.
     *
     * @throws IllegalArgumentException with a sentence if it is none of these
     */
    public static Endpoint parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.isEmpty() || !form.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' (expected: HOST, HOST:PORT, :PORT or [IPV6]:PORT, as 10.0.0.1:" + PORT_DEFAULT + ")");
        }
        String host = form.group(1) == null ? form.group(2) : form.group(1);
        try {
            return new Endpoint(host, form.group(3) == null ? PORT_DEFAULT : Integer.parseInt(form.group(3)));
        } catch (IllegalArgumentException range) {
            throw new IllegalArgumentException("'" + text + "': " + range.getMessage(), range);
        }
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
