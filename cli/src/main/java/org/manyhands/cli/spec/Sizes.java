package org.manyhands.cli.spec;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of bytes as in the GNU tools: {@code K M G T P} and {@code KiB MiB …} are powers of 1024, {@code KB MB …} are
 * powers of 1000, no letter or {@code B} is bytes.
 */
public final class Sizes {
    /** The largest: 8 PiB. */
    static final long BYTES_MAX = 8L << 50;

    private static final String LETTERS = "KMGTP";
    private static final String EXPECTED = " (expected: a size such as 4096, 16M, 512MiB or 2GB)";
    private static final Pattern SIZE =
            Pattern.compile("([0-9][0-9_]{0,20}(?:\\.[0-9]{1,3})?)(?:([kKMGTP])(iB|B)?|B)?");

    private Sizes() {}

    /** Bytes. */
    public static long parse(String text) throws SpecException {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new SpecException(Text.quoted(text) + " is not a size" + EXPECTED);
        }
        BigDecimal bytes = new BigDecimal(size.group(1).replace("_", "")).multiply(factor(size));
        if (bytes.stripTrailingZeros().scale() > 0) {
            throw new SpecException(Text.quoted(text) + " is not a whole number of bytes" + EXPECTED);
        }
        if (bytes.compareTo(BigDecimal.valueOf(BYTES_MAX)) > 0) {
            throw new SpecException(Text.quoted(text) + " is more than 8PiB" + EXPECTED);
        }
        return bytes.longValueExact();
    }

    private static BigDecimal factor(Matcher size) {
        String letter = size.group(2);
        if (letter == null) {
            return BigDecimal.ONE;
        }
        int power = LETTERS.indexOf(Character.toUpperCase(letter.charAt(0))) + 1;
        return BigDecimal.valueOf("B".equals(size.group(3)) ? 1000 : 1024).pow(power);
    }

    /** The text with the largest binary unit that loses nothing. */
    static String print(long bytes) {
        for (int power = LETTERS.length(); power > 0; power--) {
            long unit = 1L << (10 * power);
            if (bytes > 0 && bytes % unit == 0) {
                return bytes / unit + LETTERS.substring(power - 1, power) + "iB";
            }
        }
        return Long.toString(bytes);
    }
}
