package org.manyhands.cli.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.manyhands.link.Endpoint;

/**
 * A join token as people carry it: which cluster, where its control nodes are, and the secret that lets a node in.
 *
 * @param id what the cluster knows it by
 * @param secret which the cluster knows only the digest of
 * @param fingerprint SHA-256 of the certificate of the cluster
 * @param control where control nodes listen
 */
// Nobody compares tokens.
@SuppressWarnings("ArrayRecordComponent")
public record TokenText(String id, byte[] secret, byte[] fingerprint, List<Endpoint> control) {
    private static final String PREFIX = "mh1-";
    private static final int ID_BYTES = 5;
    private static final int SECRET_BYTES = 16;
    private static final int FINGERPRINT_BYTES = 32;
    private static final int SUM_BYTES = 4;
    private static final int BYTES_MIN = ID_BYTES + SECRET_BYTES + FINGERPRINT_BYTES + SUM_BYTES;

    /** A new name for a token. */
    public static String newId() {
        return HexFormat.of().formatHex(random(ID_BYTES));
    }

    public static byte[] newSecret() {
        return random(SECRET_BYTES);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** One word, to be copied. */
    public String encode() {
        byte[] where = control.stream()
                .map(Endpoint::toString)
                .collect(Collectors.joining(","))
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(BYTES_MIN + where.length)
                .put(HexFormat.of().parseHex(id))
                .put(secret)
                .put(fingerprint)
                .put(where);
        all.putInt(sum(all.array(), all.position()));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
    }

    private static int sum(byte[] bytes, int count) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, count);
        return (int) sum.getValue();
    }

    /**
     * Reads the word.
     *
     * @throws IllegalArgumentException with a sentence if it is none
     */
    public static TokenText parse(String word) {
        if (!word.startsWith(PREFIX)) {
            throw new IllegalArgumentException("this is no join token (expected: the word beginning with " + PREFIX
                    + " that 'mh token create' printed on a control node)");
        }
        byte[] all = decode(word.substring(PREFIX.length()));
        int end = all.length - SUM_BYTES;
        if (all.length < BYTES_MIN || sum(all, end) != ByteBuffer.wrap(all).getInt(end)) {
            throw new IllegalArgumentException(
                    "the join token is damaged: it is not as 'mh token create' printed it;" + " copy the whole word");
        }
        int secret = ID_BYTES + SECRET_BYTES;
        int fingerprint = secret + FINGERPRINT_BYTES;
        String where = new String(all, fingerprint, end - fingerprint, StandardCharsets.UTF_8);
        return new TokenText(
                HexFormat.of().formatHex(all, 0, ID_BYTES),
                Arrays.copyOfRange(all, ID_BYTES, secret),
                Arrays.copyOfRange(all, secret, fingerprint),
                Arrays.stream(where.split(",")).map(Endpoint::parse).toList());
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException damaged) {
            return new byte[0];
        }
    }
}
