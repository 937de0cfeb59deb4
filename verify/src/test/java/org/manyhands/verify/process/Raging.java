package org.manyhands.verify.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A storm over a fleet: what is due is done, one after the other, and what was done is kept. */
final class Raging {
    private final Storm storm;
    private final Fleet fleet;
    private final PriorityQueue<Due> agenda = new PriorityQueue<>(Comparator.comparingInt(Due::millis));
    private final List<String> done = new ArrayList<>();
    /** Who is dead or stands still. */
    private final Set<String> away = new TreeSet<>();
    /** How many troubles cut a way, by its two ends. */
    private final Map<List<Integer>, Integer> cuts = new TreeMap<>(Comparator.comparing(List::toString));

    private interface Act {
        void happen() throws IOException, InterruptedException;
    }

    private record Due(int millis, Act act) {}

    Raging(Storm storm, Fleet fleet) {
        this.storm = storm;
        this.fleet = fleet;
    }

    /** Returns when it is over. */
    void pass() throws IOException, InterruptedException {
        storm.troubles().forEach(each -> agenda.add(new Due(each.begin(), () -> begin(each))));
        long began = System.nanoTime();
        while (!agenda.isEmpty()) {
            long waitMillis = agenda.element().millis() - (System.nanoTime() - began) / 1_000_000;
            if (waitMillis > 0) {
                Thread.sleep(waitMillis);
            }
            agenda.remove().act().happen();
        }
        fleet.machines().heal();
    }

    /** What happened to whom. */
    List<String> done() {
        return done;
    }

    private void begin(Trouble trouble) throws IOException, InterruptedException {
        String whom = trouble.whom().equals(Trouble.LEADER) ? leader() : trouble.whom();
        if (trouble.isCut()) {
            cut(trouble, whom, 1);
            agenda.add(new Due(trouble.end(), () -> cut(trouble, whom, -1)));
            note(trouble, whom);
        } else if (away.add(whom)) {
            leave(trouble, whom);
            agenda.add(new Due(trouble.end(), () -> comeBack(trouble, whom)));
            note(trouble, whom);
        }
    }

    private void note(Trouble trouble, String whom) {
        done.add(java.time.Instant.now() + " " + trouble + (trouble.whom().equals(whom) ? "" : " (" + whom + ")"));
    }

    private String leader() throws IOException {
        Optional<String> elected = Votes.leader(fleet);
        return elected.orElse("c1");
    }

    private void leave(Trouble trouble, String whom) throws IOException, InterruptedException {
        Started process = fleet.process(whom);
        if (!process.isAlive()) {
            throw new AssertionError("node " + whom + " has ended by itself: " + process.errSoFar());
        }
        if (trouble.kind() == Trouble.Kind.KILL) {
            process.kill();
        } else {
            process.stop();
        }
    }

    private void comeBack(Trouble trouble, String whom) throws IOException, InterruptedException {
        away.remove(whom);
        if (trouble.kind() == Trouble.Kind.KILL) {
            fleet.again(whom);
        } else {
            fleet.process(whom).resume();
        }
    }

    private void cut(Trouble trouble, String whom, int more) throws IOException, InterruptedException {
        int one = Fleet.number(whom);
        for (String each : trouble.with().isEmpty() ? Fleet.ALL : List.of(trouble.with())) {
            int other = Fleet.number(each);
            if (other != one && trouble.kind() != Trouble.Kind.MUTE) {
                cut(other, one, more);
            }
            if (other != one && trouble.kind() != Trouble.Kind.DEAF) {
                cut(one, other, more);
            }
        }
    }

    private void cut(int from, int to, int more) throws IOException, InterruptedException {
        if (cuts.merge(List.of(from, to), more, Integer::sum) > 0) {
            fleet.machines().cut(from, to);
        } else {
            fleet.machines().mend(from, to);
        }
    }
}
