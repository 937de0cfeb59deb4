package org.manyhands.store.files;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Between paths and their bytes. A Path of the default provider holds raw bytes, but its text goes through
 * {@code sun.jnu.encoding} and loses what that cannot say; its URI escapes the bytes themselves, both ways.
 */
final class PathBytes {
    private static final Path ROOT = Path.of("/");

    private PathBytes() {}

    static byte[] of(Path path) {
        String text = path.toString();
        if (isAscii(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        boolean absolute = path.isAbsolute();
        byte[] bytes = unescape(ROOT.resolve(path).toUri().getRawPath());
        int start = absolute ? 0 : 1;
        int end = bytes[bytes.length - 1] == '/' ? bytes.length - 1 : bytes.length;
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** A relative path of these bytes, not normalized. */
    static Path relative(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (isAscii(text)) {
            return Path.of(text);
        }
        try {
            Path absolute = Path.of(new URI("file:///" + escape(bytes)));
            return absolute.subpath(0, absolute.getNameCount());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("every byte that is not a letter was escaped", impossible);
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c > 0 && c < 0x80);
    }

    private static String escape(byte[] bytes) {
        StringBuilder escaped = new StringBuilder(bytes.length * 3);
        for (byte b : bytes) {
            boolean plain = b == '/' || (b >= 0 && Character.isLetterOrDigit(b));
            if (plain) {
                escaped.append((char) b);
            } else {
                escaped.append(String.format("%%%02X", b & 0xff));
            }
        }
        return escaped.toString();
    }

    private static byte[] unescape(String path) {
        byte[] bytes = new byte[path.length()];
        int size = 0;
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '%') {
                bytes[size++] = (byte) Integer.parseInt(path, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[size++] = (byte) path.charAt(i);
            }
        }
        return Arrays.copyOf(bytes, size);
    }
}
