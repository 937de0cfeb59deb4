package org.manyhands.cli.node;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Which user made a socket of this machine, from the kernel's tables (proc_pid_net(5)). Counts only one that a process still
 * holds: of others the tables say that they are root's.
 */
final class SocketOwners {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String ESTABLISHED = "01";
    private static final String LISTENING = "0A";
    private static final String NO_PROCESS = "0";
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int UID = 7;
    private static final int INODE = 9;

    private SocketOwners() {}

    /** Who connected from one address to the other. */
    static OptionalInt connected(InetSocketAddress from, InetSocketAddress to) throws IOException {
        return find(entry -> entry[STATE].equals(ESTABLISHED) && is(entry[LOCAL], from) && is(entry[REMOTE], to));
    }

    /** Who listens there. */
    static OptionalInt listening(InetSocketAddress at) throws IOException {
        return find(entry -> entry[STATE].equals(LISTENING) && is(entry[LOCAL], at));
    }

    private interface Wanted {
        boolean test(String[] entry);
    }

    private static OptionalInt find(Wanted wanted) throws IOException {
        for (Path table : TABLES) {
            if (!Files.isReadable(table)) {
                continue;
            }
            List<String> lines = Files.readAllLines(table);
            for (String line : lines.subList(1, lines.size())) {
                String[] entry = line.strip().split("\\s+");
                if (wanted.test(entry) && !entry[INODE].equals(NO_PROCESS)) {
                    return OptionalInt.of(Integer.parseUnsignedInt(entry[UID]));
                }
            }
        }
        return OptionalInt.empty();
    }

    private static boolean is(String written, InetSocketAddress address) {
        String port = String.format(Locale.ROOT, ":%04X", address.getPort());
        InetAddress host = address.getAddress();
        return written.equals(words(host.getAddress()) + port)
                || (host instanceof Inet4Address && written.equals(words(mapped(host)) + port));
    }

    /** As a socket for both versions has it. */
    private static byte[] mapped(InetAddress host) {
        return ByteBuffer.allocate(MAPPED.length + Integer.BYTES)
                .put(MAPPED)
                .put(host.getAddress())
                .array();
    }

    /** The kernel writes each four bytes as a number of this machine. */
    private static String words(byte[] address) {
        StringBuilder words = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining()) {
            words.append(String.format(Locale.ROOT, "%08X", bytes.getInt()));
        }
        return words.toString();
    }
}
