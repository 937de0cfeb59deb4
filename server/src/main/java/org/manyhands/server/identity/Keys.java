package org.manyhands.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import org.manyhands.core.Bytes;
import org.manyhands.store.Digest;

/** Keys of nodes: elliptic curves, P-256. */
public final class Keys {
    static final String SIGNATURE = "SHA256withECDSA";

    public static final String ALGORITHM = "EC";

    private Keys() {}

    public static KeyPair make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What the state knows a key by. */
    public static Bytes digest(PublicKey key) {
        return Bytes.copyOf(Digest.of(key.getEncoded()).toBytes());
    }

    /** Shows that whoever wants to be a node has the key that it wants to be known by. */
    public static byte[] proof(PrivateKey key, String token, String node, byte[] publicKey) {
        try {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(key);
            signature.update(claim(token, node, publicKey));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The key, if the proof shows that who sent it has it. */
    static PublicKey proven(byte[] publicKey, String token, String node, byte[] proof) throws InvalidKeyException {
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(publicKey));
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initVerify(key);
            signature.update(claim(token, node, publicKey));
            if (signature.verify(proof)) {
                return key;
            }
            throw new InvalidKeyException("the proof is not of that key");
        } catch (InvalidKeySpecException broken) {
            throw new InvalidKeyException("it is no key of an elliptic curve", broken);
        } catch (InvalidKeyException refused) {
            throw refused;
        } catch (GeneralSecurityException broken) {
            throw new InvalidKeyException("the proof is no signature", broken);
        }
    }

    private static byte[] claim(String token, String node, byte[] publicKey) {
        byte[] words = ("join\0" + token + "\0" + node + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] claim = new byte[words.length + publicKey.length];
        System.arraycopy(words, 0, claim, 0, words.length);
        System.arraycopy(publicKey, 0, claim, words.length, publicKey.length);
        return claim;
    }
}
