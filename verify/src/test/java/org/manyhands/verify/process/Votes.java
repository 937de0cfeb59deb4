package org.manyhands.verify.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Whom a control node has voted for last, as it stands on its disk: nobody need be asked who leads.
 *
 * @param member its own name in the log
 * @param term of the vote
 * @param candidate a name in the log; empty: nobody in this term
 */
record Votes(String node, String member, long term, String candidate) {
    /** Who got two of three votes of the highest term in which somebody did; empty if nobody is to be found. */
    static Optional<String> leader(Fleet fleet) throws IOException {
        List<Votes> all = Fleet.CONTROLS.stream()
                .flatMap(node -> of(node, Path.of(fleet.data(node))).stream())
                .toList();
        return all.stream()
                .filter(vote -> all.stream().filter(vote::same).count() >= 2)
                .max(java.util.Comparator.comparingLong(Votes::term))
                .flatMap(vote -> all.stream()
                        .filter(each -> each.member().equals(vote.candidate()))
                        .findFirst())
                .map(Votes::node);
    }

    private boolean same(Votes other) {
        return term == other.term && !candidate.isEmpty() && candidate.equals(other.candidate);
    }

    private static Optional<Votes> of(String node, Path data) {
        try (Stream<Path> files = Files.walk(data.resolve("log"))) {
            List<Path> all = files.toList();
            Optional<Path> vote = named(all, "raft-meta");
            Optional<Path> identity = named(all, "identity");
            if (vote.isEmpty() || identity.isEmpty()) {
                return Optional.empty();
            }
            Properties meta = read(vote.get());
            return Optional.of(new Votes(
                    node,
                    read(identity.get()).getProperty("member", ""),
                    Long.parseLong(meta.getProperty("term", "0")),
                    meta.getProperty("votedFor", "")));
        } catch (IOException | UncheckedIOException changing) {
            return Optional.empty();
        }
    }

    private static Optional<Path> named(List<Path> files, String name) {
        return files.stream()
                .filter(file -> Objects.toString(file.getFileName()).equals(name))
                .findFirst();
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }
}
