package org.manyhands.cli.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.cli.notify.Place;
import org.manyhands.cli.notify.Teller;
import org.manyhands.cli.schedule.Firing;
import org.manyhands.cli.spec.NodeResources;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.server.api.Api;
import org.manyhands.server.api.ApiServer;
import org.manyhands.server.api.Guests;
import org.manyhands.server.api.Loopback;
import org.manyhands.server.api.Upstream;
import org.manyhands.server.archive.Pages;
import org.manyhands.server.blob.ClusterStore;
import org.manyhands.server.blob.Repair;
import org.manyhands.server.control.Control;
import org.manyhands.server.identity.ClusterAuthority;
import org.manyhands.server.leader.Housekeeping;
import org.manyhands.server.link.LinkUpstream;
import org.manyhands.server.link.WorkerDesk;
import org.manyhands.server.replica.HaltHandler;
import org.manyhands.server.replica.Leadership;
import org.manyhands.store.BlobStore;
import org.manyhands.store.local.LocalBlobStore;
import org.manyhands.store.local.StoreSettings;
import org.manyhands.worker.process.Environment;
import org.manyhands.worker.process.Slot;
import org.manyhands.worker.run.Worker;
import org.manyhands.worker.run.WorkerSettings;
import org.manyhands.worker.user.UnixUser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process as a node with a control plane: opened in the order in which data flows, closed in the opposite one. */
public final class Node implements RunningNode {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + Command.AdmitNode.NAME_MAX + "}");
    private static final Upstream STARTING = _ -> {
        throw new IOException("this control node is starting");
    };

    private final DataDirectory.Hold hold;
    private final ControlPlane plane;
    private final LocalBlobStore store;
    private final Housekeeping housekeeping;
    private final Optional<ScheduleRunner> schedules;
    private final Optional<Worker> worker;
    private final Optional<NoticeRunner> notices;
    private final ApiServer api;
    private final Optional<UsersDirectory> users;
    private final String name;
    private final Optional<Links> links;
    private boolean closed;

    private Node(
            DataDirectory.Hold hold,
            ControlPlane plane,
            LocalBlobStore store,
            Housekeeping housekeeping,
            Optional<ScheduleRunner> schedules,
            Optional<Worker> worker,
            Optional<NoticeRunner> notices,
            ApiServer api,
            Optional<UsersDirectory> users,
            String name,
            Optional<Links> links) {
        this.hold = hold;
        this.plane = plane;
        this.store = store;
        this.housekeeping = housekeeping;
        this.schedules = schedules;
        this.worker = worker;
        this.notices = notices;
        this.api = api;
        this.users = users;
        this.name = name;
        this.links = links;
    }

    /**
     * Opens everything in a directory that this process holds. Schedules fire if it means to stay; who is to be
     * told of the end of jobs is told if it runs tasks.
     *
     * @throws NodeException with a sentence if something cannot be opened
     */
    public static Node open(DataDirectory directory, DataDirectory.Hold hold, NodeSettings settings, String version)
            throws NodeException, InterruptedException {
        try {
            Optional<UsersDirectory> users = settings.users().isPresent()
                    ? Optional.of(UsersDirectory.make(settings.users().get(), directory.path()))
                    : Optional.empty();
            Optional<NodeIdentity> known = NodeIdentity.read(directory.path());
            requireName(settings, known);
            Optional<LinkSettings> listening = listening(directory.path(), settings, known);
            String name = known.map(NodeIdentity::name)
                    .orElseGet(() -> settings.name().orElseGet(Machine::name));
            LocalBlobStore store = LocalBlobStore.open(directory.path().resolve("store"), StoreSettings.defaults(name));
            store.damage().forEach(LOG::warn);
            ControlPlane plane =
                    listening.isPresent() ? ControlPlane.shared(directory, known) : ControlPlane.alone(directory);
            Control control = plane.control();
            Optional<ClusterStore> shared = plane.blobs(store);
            BlobStore blobs = shared.isPresent() ? shared.get() : store;
            AtomicReference<Optional<Links>> links = new AtomicReference<>(Optional.empty());
            AtomicReference<Upstream> own = new AtomicReference<>(STARTING);
            Optional<ClusterAuthority> authority = Optional.empty();
            if (known.isPresent()) {
                authority = Optional.of(Links.authority(directory.path(), control, listening.orElseThrow()));
                // The others may be waiting for this one, as it is going to wait for them.
                links.set(Optional.of(
                        links(listening.get(), authority.get(), known.get(), plane, shared.orElseThrow(), own)));
            }
            plane.awaitReady();
            endLeftSessions(control, name);
            Pages pages = new Pages(blobs);
            Optional<Repair> repair = shared.map(Repair::new);
            Housekeeping housekeeping =
                    new Housekeeping(control, store, blobs, repair, pages, settings.retention(), plane::levels);
            Optional<NodeIdentity> identity = known;
            if (listening.isPresent() && !plane.others().orElseThrow().joined()) {
                ClusterAuthority signing = authority.isPresent()
                        ? authority.get()
                        : Links.authority(directory.path(), control, listening.get());
                identity = Optional.of(Founding.found(directory.path(), known, name, control, signing));
                if (known.isEmpty()) {
                    links.set(Optional.of(
                            links(listening.get(), signing, identity.get(), plane, shared.orElseThrow(), own)));
                }
            }
            Optional<ScheduleRunner> schedules = hold.stay() == Stay.LASTING
                    ? Optional.of(ScheduleRunner.start(control, new Firing(blobs, System::currentTimeMillis)))
                    : Optional.empty();
            NodeResources found = Machine.resources(directory.path());
            NodeResources resources =
                    (users.isPresent() ? found.with(NodeResources.USERS) : found).with(settings.resources());
            Optional<Worker> worker = settings.works()
                    ? Optional.of(worker(
                            control,
                            blobs,
                            settings(name, directory, resources, settings, users, version),
                            identity.map(NodeIdentity::key).orElse(Bytes.EMPTY)))
                    : Optional.empty();
            Api api = new Api(
                    control,
                    blobs,
                    pages,
                    name,
                    version,
                    resources.amounts(),
                    settings.labels(version),
                    worker.map(running -> containment(running, users)).orElse(""),
                    () -> links.get().map(Links::listening),
                    plane.log()::voters,
                    plane::answers,
                    store::damage,
                    () -> control.leads() ? repair.flatMap(Repair::last) : Optional.empty());
            Guests guests = users.isPresent() ? new LocalGuests() : Guests.NONE;
            ApiServer server = plane.others().isPresent()
                    ? ApiServer.answering(settings.port(), directory.token(), guests, api, leader(plane))
                    : ApiServer.answering(settings.port(), directory.token(), guests, api);
            own.set(new Loopback(server.address(), directory.token()));
            hold.announce(server.address().toString());
            if (users.isPresent()) {
                users.get().announce(server.address());
            }
            Optional<NoticeRunner> notices =
                    worker.map(running -> NoticeRunner.start(control, new Teller(beside(running))));
            return new Node(
                    hold, plane, store, housekeeping, schedules, worker, notices, server, users, name, links.get());
        } catch (IOException | DataDirectoryException refused) {
            throw new NodeException(String.valueOf(refused.getMessage()));
        }
    }

    /** @param own where this node answers requests itself, once it does */
    private static Links links(
            LinkSettings listening,
            ClusterAuthority authority,
            NodeIdentity identity,
            ControlPlane plane,
            ClusterStore store,
            AtomicReference<Upstream> own)
            throws IOException {
        return Links.open(
                listening,
                authority,
                identity,
                plane,
                store,
                question -> own.get().ask(question));
    }

    private static String containment(Worker worker, Optional<UsersDirectory> users) {
        String sentence = worker.containment().sentence();
        return users.isEmpty() ? sentence : sentence + " The tasks of other users of this machine run as those users.";
    }

    /**
     * Whoever held this directory before is gone, and so is the worker of that process: no need to wait for silence. In a cluster
     * the others are still there; a machine of its own may have had another name.
     */
    private static void endLeftSessions(Control control, String name) throws InterruptedException {
        State state = control.root();
        for (Session session : state.sessions().values()) {
            if (state.members().isEmpty() || session.node().equals(name)) {
                var _ = control.submit(
                        Actor.LEADER,
                        new Command.EndSession(
                                session.id(), true, "the process that ran it is gone", session.openedApplied()));
            }
        }
    }

    /** A node of a cluster keeps its name, and one that is in none has none but that of the machine. */
    private static void requireName(NodeSettings settings, Optional<NodeIdentity> known) throws NodeException {
        if (settings.name().isEmpty()) {
            return;
        }
        String name = settings.name().get();
        if (known.isPresent() && !known.get().name().equals(name)) {
            throw new NodeException("--name " + name + ": this is node "
                    + known.get().name() + " of its cluster, and nodes keep their names");
        }
        if (known.isEmpty() && settings.links().isEmpty()) {
            throw new NodeException("--name goes with --listen: a node that is alone is called as its machine");
        }
        if (!NAME.matcher(name).matches()) {
            throw new NodeException("--name: '" + name + "' (expected: 1 to " + Command.AdmitNode.NAME_MAX
                    + " letters, digits, '-', '_' and '.')");
        }
    }

    /** As it was told now, or before: a node of a cluster always listens. */
    private static Optional<LinkSettings> listening(Path data, NodeSettings settings, Optional<NodeIdentity> known)
            throws IOException, NodeException {
        if (settings.links().isPresent()) {
            settings.links().get().remember(data);
            return settings.links();
        }
        Optional<LinkSettings> before = known.isPresent() ? LinkSettings.remembered(data) : Optional.empty();
        if (known.isPresent() && before.isEmpty()) {
            throw new NodeException("'" + data + "' is the directory of control node "
                    + known.get().name() + "; say where it listens: mh up --listen HOST:PORT");
        }
        return before;
    }

    /** The control node that leads, as long as this one does not. */
    private static Upstream leader(ControlPlane plane) {
        ControlPlane.Others others = plane.others().orElseThrow();
        return new LinkUpstream(() -> {
            Optional<String> leader = plane.control().leadership() instanceof Leadership.Following(var following)
                    ? following
                    : Optional.empty();
            // One that does not keep the log does not know who leads, but others do.
            Optional<String> to = leader.isPresent() || plane.keepsLog()
                    ? leader
                    : others.book().all().keySet().stream().findFirst();
            return others.peers()
                    .open(to.orElseThrow(() -> new IOException("no control node leads; a majority must be there")));
        });
    }

    static WorkerSettings settings(
            String name,
            DataDirectory directory,
            NodeResources resources,
            NodeSettings settings,
            Optional<UsersDirectory> users,
            String version) {
        return new WorkerSettings(
                name,
                directory.path().resolve("worker"),
                resources.amounts(),
                resources.devices(),
                settings.labels(version),
                users.map(UsersDirectory::work),
                settings.cacheBytes(),
                Machine.java(),
                version);
    }

    private static Worker worker(Control control, BlobStore blobs, WorkerSettings settings, Bytes key)
            throws IOException {
        WorkerDesk desk = new WorkerDesk(control, new Actor(settings.node(), "self", "local", 0), key);
        LocalLink link = new LocalLink(desk, control.ttlMillis());
        return Worker.start(
                settings,
                link,
                blobs,
                sentence -> HaltHandler.process().halt("this node cannot run tasks: " + sentence, null));
    }

    /** What is told by commands is told where tasks run. */
    private static Place beside(Worker worker) {
        return new Place() {
            @Override
            public Slot openSlot() {
                return worker.openSlot();
            }

            @Override
            public Environment.Builder mark(Environment.Builder environment, String key) {
                return worker.mark(environment, key);
            }

            @Override
            public Optional<UnixUser> user(String name) throws IOException {
                return worker.user(name);
            }
        };
    }

    @Override
    public String description() {
        return "node " + name + " is up: " + address()
                + links.map(open -> ", links on "
                                + String.join(", ", open.listening().addresses()))
                        .orElse("");
    }

    public URI address() {
        return api.address();
    }

    public LocalBlobStore store() {
        return store;
    }

    /** Whether this node runs tasks. */
    public boolean works() {
        return worker.isPresent();
    }

    @Override
    public boolean drain(Duration limit) throws InterruptedException {
        return worker.isEmpty() || worker.get().drain(limit);
    }

    /**
     * Ends what runs and gives the directory back. The log itself is left to the end of the process, which it survives by
     * design: closing it in order would take a second and keep nothing more.
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        schedules.ifPresent(ScheduleRunner::close);
        notices.ifPresent(NoticeRunner::close);
        if (worker.isPresent()) {
            worker.get().close();
        }
        links.ifPresent(Links::handOver);
        links.ifPresent(Links::close);
        api.close();
        if (users.isPresent()) {
            users.get().close();
        }
        housekeeping.close();
        plane.control().note();
        plane.close();
        store.close();
        hold.close();
    }
}
