package org.manyhands.cli.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The characters of a job file.
 *
 * @param name the file as the user named it
 * @param text valid UTF-8 without control characters, not blank
 */
record SourceText(String name, String text) {
    static final int BYTES_MAX = 1 << 20;

    static SourceText read(Path file) throws SpecException {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new SpecException(name + " is a directory (expected: a job file)");
        }
        if (Files.exists(file) && !Files.isReadable(file)) {
            throw new SpecException(name + " cannot be read: permission denied");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return of(name, in.readNBytes(BYTES_MAX + 1));
        } catch (NoSuchFileException e) {
            throw new SpecException(name + " does not exist");
        } catch (IOException e) {
            throw new SpecException(name + " cannot be read: " + e.getMessage());
        }
    }

    /** All of a stream, which is left open; the name stands in messages. */
    static SourceText read(String name, InputStream in) throws SpecException {
        try {
            return of(name, in.readNBytes(BYTES_MAX + 1));
        } catch (IOException e) {
            throw new SpecException(name + " cannot be read: " + e.getMessage());
        }
    }

    static SourceText of(String name, byte[] bytes) throws SpecException {
        if (bytes.length > BYTES_MAX) {
            throw new SpecException(name + " is larger than 1MiB (expected: a job file)");
        }
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
        String text = chars.flip().toString();
        int control = firstControl(text);
        if (control >= 0) {
            throw new SpecException(
                    "byte 0x%02x is binary data, not a job file in YAML or JSON".formatted((int) text.charAt(control)),
                    Optional.of(location(name, text, control)));
        }
        if (result.isError()) {
            throw new SpecException(
                    "bytes that are not UTF-8, so this is not a job file in YAML or JSON",
                    Optional.of(location(name, text, text.length())));
        }
        text = text.startsWith("\ufeff") ? text.substring(1) : text;
        if (text.isBlank()) {
            throw new SpecException(name + " is empty (expected: a job with run: or steps:)");
        }
        return new SourceText(name, text);
    }

    private static int firstControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = c == '\n' || c == '\r' || c == '\t' || c == '\u0085';
            if ((Character.isISOControl(c) && !allowed) || c == '\ufffe' || c == '\uffff') {
                return i;
            }
        }
        return -1;
    }

    private static Location location(String name, String text, int offset) {
        int line = 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
        return new Location(name, line, offset - text.lastIndexOf('\n', offset - 1));
    }
}
