package org.manyhands.cli.notify;

import java.math.BigDecimal;

/** What is said when the time is over. */
final class Late {
    private Late() {}

    static String sentence(long timeoutMillis) {
        String seconds =
                BigDecimal.valueOf(timeoutMillis, 3).stripTrailingZeros().toPlainString();
        return "not done after " + seconds + " s, and ended (timeout: gives it more)";
    }
}
