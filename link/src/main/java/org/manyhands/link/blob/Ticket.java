package org.manyhands.link.blob;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.manyhands.store.Digest;

/**
 * What a worker shows to another one to be given a blob: the control plane makes it with the secret of the one that is asked, so that
 * who belongs to the cluster is judged where that is known. It is of use to nobody but the holder of the asker's key.
 */
public final class Ticket {
    private static final String ALGORITHM = "HmacSHA256";

    private Ticket() {}

    /** The ticket with which the owner of a key may ask for a blob. */
    public static byte[] of(byte[] secret, PublicKey asker, Digest blob) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(Digest.of(asker.getEncoded()).toBytes());
            return mac.doFinal(blob.toBytes());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether it is the right one; takes as long as if it were. */
    public static boolean isRight(byte[] ticket, byte[] secret, PublicKey asker, Digest blob) {
        return MessageDigest.isEqual(ticket, of(secret, asker, blob));
    }
}
