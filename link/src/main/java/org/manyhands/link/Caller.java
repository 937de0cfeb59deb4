package org.manyhands.link;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who opened a stream.
 *
 * @param address from where
 * @param certificate which it shows and whose key it has; nobody has checked whose it is and who made it. Empty: it shows none
 * @param onLetIn is told that it was let in: until then its connection is a stranger's, of which there are few, and not for long
 */
public record Caller(String address, Optional<X509Certificate> certificate, Runnable onLetIn) {
    /** It is no stranger. */
    public void letIn() {
        onLetIn.run();
    }
}
