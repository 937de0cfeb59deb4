package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private final Optional<SimulatedFounder> founder;
    private final Set<String> retired = new TreeSet<>();
    private boolean indexingOff;

    Cluster(Scenario scenario, Bug bug, SimulatedWorld world) {
        this.scenario = scenario;
        this.bug = bug;
        this.world = world;
        network = new SimulatedNetwork(world, scenario.weather());
        initial = scenario.initial();
        List<String> voters = IntStream.rangeClosed(1, scenario.members())
                .mapToObj(Founding::name)
                .toList();
        truth = new Truth(world, bug.machine(), initial, voters);
        store = new SimulatedStore(world, network, bug, scenario.stores());
        notices = new NoticeChecker(truth, store);
        indexer = new Indexer(world, store, scenario.commitsBeforeIndex());
        processes = new ProcessChecker(world, truth);
        beats = new BeatChecker(world, truth, scenario.ttlMillis());
        voters.forEach(name -> controls.put(name, new SimulatedControl(this, name, voters)));
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
        founder = scenario.voters() ? Optional.of(new SimulatedFounder(this)) : Optional.empty();
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
        store.nodes().ifPresent(stores -> world.add(new CopyChecker(stores)));
        if (scenario.calm()) {
            world.add(new CalmChecker());
        }
    }

    void start() {
        controls.values().forEach(SimulatedControl::start);
        store.nodes()
                .ifPresent(all -> all.nodes().forEach(node -> {
                    node.sweeping(() -> new StoreSweep(this, node).begin());
                    node.start();
                }));
        workers.forEach(SimulatedWorker::boot);
        clients.forEach(SimulatedClient::start);
        operator.ifPresent(SimulatedOperator::start);
        keeper.ifPresent(SimulatedKeeper::start);
        founder.ifPresent(SimulatedFounder::start);
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

    /** Which members have this entry where no crash takes it; one that never votes again may have had it. */
    Set<String> keepers(long index, long term) {
        return controls.values().stream()
                .filter(control -> control.gone() || control.disk().keeps(index, term))
                .map(SimulatedProcess::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that were not removed. */
    List<SimulatedControl> controls() {
        return controls.values().stream()
                .filter(control -> !retired.contains(control.name()))
                .toList();
    }

    /** Those of them that keep the log. */
    List<SimulatedControl> keepers() {
        return controls().stream()
                .filter(control -> truth.voters().contains(control.name()))
                .toList();
    }

    /** Another machine, which has nothing yet. */
    void addControl(String name) {
        SimulatedControl control = new SimulatedControl(this, name, List.of());
        controls.put(name, control);
        control.start();
    }

    /** One that was removed hears of it. */
    void retire(String name) {
        retired.add(name);
        control(name).retire();
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

    Optional<SimulatedFounder> founder() {
        return founder;
    }

    Optional<SimulatedOperator> operator() {
        return operator;
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    List<SimulatedProcess> processesOfAllKinds() {
        List<SimulatedProcess> all = new ArrayList<>(controls());
        all.addAll(workers);
        all.addAll(clients);
        operator.ifPresent(all::add);
        keeper.ifPresent(all::add);
        founder.ifPresent(all::add);
        store.nodes().ifPresentOrElse(stores -> all.addAll(stores.nodes()), () -> all.add(store));
        return all;
    }
}
