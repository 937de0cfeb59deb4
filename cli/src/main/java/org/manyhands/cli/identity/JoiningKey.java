package org.manyhands.cli.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.manyhands.server.identity.Keys;
import org.manyhands.store.DurableDirectory;
import org.manyhands.store.DurableFile;

/**
 * With which key a machine asks to be a node, on disk before it asks. If it dies after the cluster let it in and before it is that
 * node, the name is its own by this key alone, and it joins again as if nothing had been.
 */
final class JoiningKey {
    private static final HexFormat HEX = HexFormat.of();

    private JoiningKey() {}

    private static DurableFile file(Path data) {
        return new DurableFile(NodeIdentity.directory(data).resolve("joining"));
    }

    /** The one with which it asked for this name before, or a new one. */
    static KeyPair of(Path data, String node) throws IOException {
        Optional<KeyPair> before = read(data, node);
        if (before.isPresent()) {
            return before.get();
        }
        KeyPair made = Keys.make();
        DurableDirectory.create(NodeIdentity.directory(data));
        String lines = String.join(
                "\n",
                node,
                HEX.formatHex(made.getPublic().getEncoded()),
                HEX.formatHex(made.getPrivate().getEncoded()));
        file(data).write(lines.getBytes(StandardCharsets.UTF_8));
        return made;
    }

    private static Optional<KeyPair> read(Path data, String node) throws IOException {
        List<String> lines = file(data).read().stream()
                .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
                .toList();
        if (lines.size() != 3 || !lines.getFirst().equals(node)) {
            return Optional.empty();
        }
        try {
            KeyFactory keys = KeyFactory.getInstance(Keys.ALGORITHM);
            return Optional.of(new KeyPair(
                    keys.generatePublic(new X509EncodedKeySpec(HEX.parseHex(lines.get(1)))),
                    keys.generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(lines.get(2))))));
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** It has joined. */
    static void forget(Path data) throws IOException {
        Files.deleteIfExists(file(data).path());
    }
}
