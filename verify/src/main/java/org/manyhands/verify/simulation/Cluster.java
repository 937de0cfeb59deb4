package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.manyhands.core.state.State;

/** Everything that lives in one run, and how its parts find each other. */
final class Cluster {
    private final Scenario scenario;
    private final Bug bug;
    private final SimulatedWorld world;
    private final SimulatedNetwork network;
    private final State initial;
    private final Truth truth;
    private final NoticeChecker notices;
    private final SimulatedStore store;
    private final Indexer indexer;
    private final ProcessChecker processes;
    private final BeatChecker beats;
    private final StrikeChecker strikes = new StrikeChecker();
    private final Elections elections = new Elections();
    private final Map<String, SimulatedControl> controls = new TreeMap<>();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final Optional<SimulatedOperator> operator;
    private final Optional<SimulatedKeeper> keeper;
    private boolean indexingOff;

    Cluster(Scenario scenario, Bug bug, SimulatedWorld world) {
        this.scenario = scenario;
        this.bug = bug;
        this.world = world;
        network = new SimulatedNetwork(world, scenario.weather());
        initial = scenario.initial();
        truth = new Truth(world, bug.machine(), initial);
        store = new SimulatedStore(world, network, bug);
        notices = new NoticeChecker(truth, store);
        indexer = new Indexer(world, store, scenario.commitsBeforeIndex());
        processes = new ProcessChecker(world, truth);
        beats = new BeatChecker(world, truth, scenario.ttlMillis());
        for (int i = 1; i <= scenario.members(); i++) {
            controls.put("control" + i, new SimulatedControl(this, "control" + i));
        }
        for (int i = 1; i <= scenario.workers(); i++) {
            workers.add(new SimulatedWorker(this, "worker" + i, "", false));
        }
        if (scenario.copiedDirectory()) {
            workers.add(new SimulatedWorker(this, "worker1", "-copy", true));
        }
        for (int i = 1; i <= scenario.clients(); i++) {
            clients.add(new SimulatedClient(this, "client" + i));
        }
        operator = scenario.identity() ? Optional.of(new SimulatedOperator(this)) : Optional.empty();
        keeper = scenario.upkeep() ? Optional.of(new SimulatedKeeper(this)) : Optional.empty();
        processes.watch(workers);
        world.add(new SessionChecker());
        world.add(new MemberChecker());
        world.add(new DrainChecker());
        world.add(new SickChecker());
        world.add(new LabelChecker());
        world.add(new AttemptChecker(world, store, truth));
        world.add(new JobChecker());
        world.add(new WaveChecker());
        world.add(new EntriesChecker());
        world.add(new ScheduleChecker());
        world.add(new ArchiveChecker(store));
        world.add(notices);
        world.add(new JournalChecker(this));
        world.add(beats);
        world.add(processes);
        world.add(strikes);
        if (scenario.calm()) {
            world.add(new CalmChecker());
        }
    }

    void start() {
        controls.values().forEach(SimulatedControl::start);
        workers.forEach(SimulatedWorker::boot);
        clients.forEach(SimulatedClient::start);
        operator.ifPresent(SimulatedOperator::start);
        keeper.ifPresent(SimulatedKeeper::start);
    }

    Scenario scenario() {
        return scenario;
    }

    Bug bug() {
        return bug;
    }

    SimulatedWorld world() {
        return world;
    }

    SimulatedNetwork network() {
        return network;
    }

    State initial() {
        return initial;
    }

    Truth truth() {
        return truth;
    }

    NoticeChecker notices() {
        return notices;
    }

    SimulatedStore store() {
        return store;
    }

    Indexer indexer() {
        return indexer;
    }

    boolean indexingOff() {
        return indexingOff;
    }

    void indexing(boolean on) {
        indexingOff = !on;
    }

    ProcessChecker processes() {
        return processes;
    }

    StrikeChecker strikes() {
        return strikes;
    }

    BeatChecker beats() {
        return beats;
    }

    Elections elections() {
        return elections;
    }

    /** How many members have this entry where no crash takes it. */
    long keepers(long index, long term) {
        return controls.values().stream()
                .filter(control -> control.disk().keeps(index, term))
                .count();
    }

    List<SimulatedControl> controls() {
        return List.copyOf(controls.values());
    }

    Set<String> controlNames() {
        return controls.keySet();
    }

    SimulatedControl control(String name) {
        return Objects.requireNonNull(controls.get(name));
    }

    List<SimulatedWorker> workers() {
        return workers;
    }

    /** Another machine. */
    void add(SimulatedWorker worker) {
        workers.add(worker);
        worker.boot();
    }

    /** Who says which nodes belong to the cluster, where somebody does. */
    Optional<SimulatedKeeper> keeper() {
        return keeper;
    }

    Optional<SimulatedOperator> operator() {
        return operator;
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    List<SimulatedProcess> processesOfAllKinds() {
        List<SimulatedProcess> all = new ArrayList<>(controls.values());
        all.addAll(workers);
        all.addAll(clients);
        operator.ifPresent(all::add);
        keeper.ifPresent(all::add);
        all.add(store);
        return all;
    }
}
