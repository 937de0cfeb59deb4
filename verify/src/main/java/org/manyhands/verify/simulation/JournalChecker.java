package org.manyhands.verify.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.server.journal.Damage;

/** The journal of every member tells what happened, in order and once; but for what came to it as a snapshot, all of it. */
final class JournalChecker implements Checker {
    private final Cluster cluster;
    private final TreeSet<Long> eventful = new TreeSet<>();

    JournalChecker(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void applied(Applied applied) {
        if (!applied.events().isEmpty()) {
            eventful.add(applied.after().applied());
        }
    }

    @Override
    public void atEnd() {
        cluster.keepers().forEach(this::check);
    }

    private void check(SimulatedControl control) {
        List<Long> told = new ArrayList<>();
        List<Damage> damages = read(control, told);
        Violation.unless(
                new ArrayList<>(new TreeSet<>(told)).equals(told),
                control.name() + " has lines of its journal twice, or out of order");
        Violation.unless(eventful.containsAll(told), control.name() + " has a line of which nothing came");
        if (!control.disk().tookOver()) {
            Violation.unless(damages.isEmpty(), control.name() + " lacks lines of its journal: " + damages);
            Violation.unless(
                    told.size() == eventful.size(),
                    control.name() + " tells " + told.size() + " of " + eventful.size() + " lines");
        }
    }

    private static List<Damage> read(SimulatedControl control, List<Long> told) {
        try {
            return control.journal().read(Happened::applied, 0, line -> told.add(line.applied()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
