package org.manyhands.server.replica;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.manyhands.store.DurableDirectory;

/** The directory of one member: identity, watermark, ballast, and below {@code raft} what Ratis keeps. */
final class LogDirectory {
    private static final String RAFT = "raft";

    private final Path root;

    private LogDirectory(Path root) {
        this.root = root;
    }

    Path raft() {
        return root.resolve(RAFT);
    }

    Path group(Identity identity) {
        return raft().resolve(identity.cluster().toString());
    }

    /** What is found there is durable when this returns, also if a process that died had only renamed it. */
    static LogDirectory at(Path root) throws IOException {
        DurableDirectory.create(root);
        DurableDirectory.sync(root);
        return new LogDirectory(root);
    }

    /** Proves that the log may start here: as a new member on nothing, or as the one it was on all that it had. */
    Identity admit(String member, Group with, Watermark watermark) throws IOException, LogRefusedException {
        return Identity.exists(root) ? admitKnown(member, with, watermark) : admitNew(member, with, watermark);
    }

    private Identity admitKnown(String member, Group with, Watermark watermark)
            throws IOException, LogRefusedException {
        Identity identity = Identity.load(root);
        if (!identity.member().equals(member)) {
            throw new LogRefusedException("The log in " + root + " belongs to the member '" + identity.member()
                    + "', not to '" + member + "'; start it under its own name.");
        }
        refuseForeign(identity);
        Inspection.check(root, group(identity), watermark.index(), with);
        return identity;
    }

    private Identity admitNew(String member, Group with, Watermark watermark) throws IOException, LogRefusedException {
        if (Identity.forming(root)) {
            deleteUnsettled();
        }
        if (!raftEntries().isEmpty() || watermark.index() != Watermark.NONE) {
            throw new LogRefusedException("The directory " + root + " holds a log but not its identity file;"
                    + " restore that file from a backup, or move the directory away to start an empty one.");
        }
        Files.createDirectories(raft());
        Identity identity = Identity.create(member, with.joining().orElseGet(UUID::randomUUID));
        identity.saveForming(root);
        return identity;
    }

    /** Ratis syncs files and no directories, so what it has made by now is made durable here. */
    void settle() throws IOException {
        if (!Identity.exists(root)) {
            syncAll(raft());
            Identity.settle(root);
        }
    }

    void refuseForeign(Identity identity) throws IOException, LogRefusedException {
        for (Path entry : raftEntries()) {
            if (!entry.equals(group(identity))) {
                throw new LogRefusedException("The log in " + root + " belongs to the cluster " + identity.cluster()
                        + ", but " + entry + " belongs to another; move it away, or restore the right directory.");
            }
        }
    }

    private List<Path> raftEntries() throws IOException {
        if (!Files.isDirectory(raft())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(raft())) {
            return entries.toList();
        }
    }

    /** A first start that was cut short: no append was let in, so nothing here was ever acknowledged. */
    private void deleteUnsettled() throws IOException {
        if (!Files.isDirectory(raft())) {
            return;
        }
        try (Stream<Path> files = Files.walk(raft())) {
            files.sorted(Comparator.reverseOrder()).forEach(LogDirectory::delete);
        }
    }

    private static void syncAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.filter(Files::isDirectory).toList()) {
                DurableDirectory.sync(each);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
