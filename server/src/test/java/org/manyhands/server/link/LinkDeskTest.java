package org.manyhands.server.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.machine.Machine;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkChannel;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkServer;
import org.manyhands.link.LinkStream;
import org.manyhands.link.NodeCredentials;
import org.manyhands.link.Parts;
import org.manyhands.server.blob.ClusterStore;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Control;
import org.manyhands.server.identity.ClusterAuthority;
import org.manyhands.server.identity.Enrolment;
import org.manyhands.server.identity.Gate;
import org.manyhands.server.identity.Keys;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.journal.SegmentFiles;
import org.manyhands.server.replica.InMemoryLog;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.local.LocalBlobStore;
import org.manyhands.store.local.StoreSettings;
import org.manyhands.wire.Admission;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BlobAsked;
import org.manyhands.wire.BlobPut;
import org.manyhands.wire.BlobRange;
import org.manyhands.wire.BlobTrouble;
import org.manyhands.wire.Frame;
import org.manyhands.wire.Hello;
import org.manyhands.wire.Join;
import org.manyhands.wire.PeerCall;
import org.manyhands.wire.Renew;
import org.manyhands.wire.Welcome;

/** Other nodes, and strangers, at a real port with real certificates; the control plane's log is in memory. */
class LinkDeskTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LOG_ENTRY_BYTES_MAX = 1 << 20;
    private static final byte[] SECRET = {1, 2, 3};
    private static final Logger LOG = Logger.getLogger(LinkDesk.class.getPackageName());

    @TempDir
    Path directory;

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final List<LinkChannel> channels = new ArrayList<>();
    private Control control;
    private LocalBlobStore store;
    private ClusterAuthority authority;
    private LinkServer server;

    @BeforeEach
    void start() throws Exception {
        LOG.addHandler(listener);
        LOG.setUseParentHandlers(false);
        Journal journal = new Journal(SegmentFiles.at(directory.resolve("journal")));
        control = new Control(
                7, 60_000, journal, replicated -> new InMemoryLog(replicated, (_, _) -> {}, LOG_ENTRY_BYTES_MAX));
        assertThat(control.awaitLeading(LIMIT)).isTrue();
        store = LocalBlobStore.open(directory.resolve("store"), StoreSettings.defaults("n1"));
        authority = ClusterAuthority.open(directory.resolve("authority"), "7", ClusterAuthority.LIFE_DEFAULT);
        NodeCredentials own = credentials(authority, "n1", Role.CONTROL, Keys.make());
        done(new Command.RaiseLevel(Machine.LEVEL));
        done(new Command.AdmitNode("n1", Keys.digest(own.certificate().getPublicKey()), Role.CONTROL, "", Bytes.EMPTY));
        ControlPeers peers = new ControlPeers(() -> 7, new Nowhere(), () -> Optional.of(own));
        Enrolment enrolment = new Enrolment(control, authority, UUID.randomUUID(), () -> List.of("n1:7420"));
        server = new LinkServer(
                new Endpoint("127.0.0.1", 0),
                own,
                new LinkDesk(
                        "n1",
                        control,
                        new Gate(authority.certificate()),
                        enrolment,
                        new PeerDesk(() -> 7, control, peers, "n1", (_, request) -> request),
                        new ClusterStore(store, peers, () -> 1, Optional::empty),
                        _ -> new org.manyhands.server.api.Upstream.Answer(
                                418, "text/plain", new ByteArrayInputStream(new byte[600_000]))));
    }

    @AfterEach
    void stop() throws Exception {
        channels.forEach(LinkChannel::close);
        server.close();
        control.close();
        store.close();
        LOG.removeHandler(listener);
        LOG.setUseParentHandlers(true);
    }

    /** There are no other control nodes. */
    private static final class Nowhere implements ControlPeers.Where {
        @Override
        public List<Endpoint> of(String member) {
            return List.of();
        }

        @Override
        public Map<String, List<Endpoint>> all() {
            return Map.of();
        }
    }

    private Reply submit(Command command) throws InterruptedException {
        Answer answer = control.submit(new Actor("test", "self", "", 0), command);
        assertThat(answer).isInstanceOf(Answer.Applied.class);
        return ((Answer.Applied) answer).reply();
    }

    private void done(Command command) throws InterruptedException {
        assertThat(submit(command)).isEqualTo(new Reply.Done());
    }

    private static NodeCredentials credentials(ClusterAuthority by, String name, Role role, KeyPair keys)
            throws IOException {
        return new NodeCredentials(keys.getPrivate(), by.sign(name, role, keys.getPublic()));
    }

    private Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.port());
    }

    private LinkStream as(NodeCredentials node) {
        LinkChannel channel = LinkChannel.of(endpoint(), node);
        channels.add(channel);
        return channel.open();
    }

    private LinkStream stranger(byte[] fingerprint) {
        LinkChannel channel = LinkChannel.joining(endpoint(), fingerprint);
        channels.add(channel);
        return channel.open();
    }

    private void token(String id, int uses, long ttlMillis) throws InterruptedException {
        done(new Command.CreateToken(id, Bytes.copyOf(Digest.of(SECRET).toBytes()), Role.WORKER, uses, ttlMillis));
    }

    private static Frame.Builder join(String token, byte[] secret, String node, KeyPair keys, KeyPair proving) {
        byte[] publicKey = keys.getPublic().getEncoded();
        return Frame.newBuilder()
                .setJoin(Join.newBuilder()
                        .setToken(token)
                        .setSecret(ByteString.copyFrom(secret))
                        .setNode(node)
                        .setPublicKey(ByteString.copyFrom(publicKey))
                        .setProof(ByteString.copyFrom(Keys.proof(proving.getPrivate(), token, node, publicKey))));
    }

    private Frame askAsStranger(Frame.Builder question) throws Exception {
        LinkStream stream = stranger(authority.fingerprint());
        stream.send(question);
        return stream.expect(LIMIT);
    }

    /** A worker that has joined. */
    private NodeCredentials joined(String name) throws Exception {
        token("t-" + name, 1, 60_000);
        KeyPair keys = Keys.make();
        Admission admission =
                askAsStranger(join("t-" + name, SECRET, name, keys, keys)).getAdmission();
        List<X509Certificate> chain = new ArrayList<>();
        for (ByteString each : admission.getChainList()) {
            chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(each.toByteArray())));
        }
        return new NodeCredentials(keys.getPrivate(), chain);
    }

    private static Frame.Builder hello(String name, long boot) {
        return Frame.newBuilder()
                .setCall(1)
                .setHello(
                        Hello.newBuilder().setNode(name).setBoot(boot).setTag(5).putInventory("cpu", 2_000));
    }

    private void refused(LinkStream stream, Frame.Builder first, String... sentence) throws Exception {
        stream.send(first);
        assertThatThrownBy(() -> stream.expect(LIMIT))
                .isInstanceOfSatisfying(
                        LinkClosedException.class,
                        closed -> assertThat(closed.refused()).isTrue())
                .hasMessageContainingAll(sentence);
        assertThat(logged).anyMatch(entry -> entry.contains("from 127.0.0.1:") && entry.contains(sentence[0]));
    }

    @Test
    void shouldLetAStrangerWithATokenBecomeANode() throws Exception {
        NodeCredentials n2 = joined("n2");
        assertThat(Gate.name(n2.certificate())).isEqualTo("n2");
        LinkStream stream = as(n2);
        stream.send(hello("n2", 1));
        Welcome welcome = stream.expect(LIMIT).getWelcome();
        assertThat(welcome.getRefused()).isEmpty();
        assertThat(control.root().sessions().at(welcome.getSession()).node()).isEqualTo("n2");
        assertThat(stream.expect(LIMIT).getHolding().getSession()).isEqualTo(welcome.getSession());
    }

    @Test
    void shouldRefuseATokenThatIsNotGood() throws Exception {
        KeyPair keys = Keys.make();
        token("once", 1, 60_000);
        token("short", 1, 1_000);
        token("gone", 1, 60_000);
        done(new Command.RevokeToken("gone"));
        refused(stranger(authority.fingerprint()), join("none", SECRET, "n2", keys, keys), "token");
        refused(stranger(authority.fingerprint()), join("once", new byte[16], "n2", keys, keys), "token");
        refused(stranger(authority.fingerprint()), join("gone", SECRET, "n2", keys, keys), "revoked");
        assertThat(askAsStranger(join("once", SECRET, "n2", keys, keys)).hasAdmission())
                .isTrue();
        assertThat(askAsStranger(join("once", SECRET, "n2", keys, keys)).hasAdmission())
                .as("the answer may have been lost")
                .isTrue();
        refused(stranger(authority.fingerprint()), join("once", SECRET, "n3", Keys.make(), keys), "proof");
        KeyPair third = Keys.make();
        refused(stranger(authority.fingerprint()), join("once", SECRET, "n3", third, third), "used");
        token("twice", 5, 60_000);
        refused(
                stranger(authority.fingerprint()),
                join("twice", SECRET, "n2", third, third),
                "another node is called n2");
        Thread.sleep(1_100); // the shortest life of a token
        refused(stranger(authority.fingerprint()), join("short", SECRET, "n3", third, third), "time", "is over");
    }

    @Test
    void shouldGiveStrangersNothing() throws Exception {
        ClusterAuthority other = ClusterAuthority.open(directory.resolve("other"), "8", Duration.ofDays(1));
        Frame.Builder asked =
                Frame.newBuilder().setHas(BlobAsked.newBuilder().setBlob(ByteString.copyFrom(new byte[32])));
        refused(stranger(authority.fingerprint()), asked, "must show a certificate");
        refused(stranger(authority.fingerprint()), hello("n1", 9), "must show a certificate");
        KeyPair keys = Keys.make();
        NodeCredentials foreign = new NodeCredentials(
                keys.getPrivate(),
                List.of(other.sign("n1", Role.CONTROL, keys.getPublic()).getFirst(), authority.certificate()));
        refused(as(foreign), hello("n1", 9), "another cluster");
        refused(as(credentials(authority, "n7", Role.WORKER, keys)), hello("n7", 1), "not a member");
        refused(as(credentials(authority, "n1", Role.CONTROL, keys)), hello("n1", 9), "not a member");
    }

    @Test
    void shouldRefuseACertificateThatHasExpired() throws Exception {
        NodeCredentials n2 = joined("n2");
        ClusterAuthority hasty = ClusterAuthority.open(directory.resolve("authority"), "7", Duration.ZERO);
        NodeCredentials late = new NodeCredentials(
                n2.key(), hasty.sign("n2", Role.WORKER, n2.certificate().getPublicKey()));
        refused(as(late), hello("n2", 1), "expired", "n2");
    }

    @Test
    void shouldNotTalkToWhoIsNoControlNodeOfItsCluster() throws Exception {
        KeyPair keys = Keys.make();
        LinkStream wrongPin = stranger(new byte[32]);
        assertThatThrownBy(() -> {
                    wrongPin.send(join("t", SECRET, "n2", keys, keys));
                    wrongPin.expect(LIMIT);
                })
                .isInstanceOf(LinkClosedException.class)
                .hasMessageContaining("another cluster");
        NodeCredentials n2 = joined("n2");
        try (LinkServer worker = new LinkServer(new Endpoint("127.0.0.1", 0), n2, (_, _) -> {});
                LinkChannel channel = LinkChannel.of(new Endpoint("127.0.0.1", worker.port()), joined("n3"))) {
            LinkStream stream = channel.open();
            assertThatThrownBy(() -> stream.expect(LIMIT))
                    .isInstanceOf(LinkClosedException.class)
                    .hasMessageContaining("No subject alternative DNS name matching " + LinkChannel.CONTROL);
        }
    }

    @Test
    void shouldCutTheLinkOfANodeThatIsRemoved() throws Exception {
        NodeCredentials n2 = joined("n2");
        LinkStream stream = as(n2);
        stream.send(hello("n2", 1));
        assertThat(stream.expect(LIMIT).hasWelcome()).isTrue();
        done(new Command.RemoveNode("n2"));
        assertThatThrownBy(() -> {
                    while (true) {
                        var _ = stream.expect(LIMIT);
                    }
                })
                .isInstanceOf(LinkClosedException.class)
                .hasMessageContaining("removed");
        refused(as(n2), hello("n2", 1), "not a member");
    }

    private NodeCredentials control(String name) throws Exception {
        NodeCredentials node = credentials(authority, name, Role.CONTROL, Keys.make());
        Bytes secret = Bytes.copyOf(Digest.of(SECRET).toBytes());
        done(new Command.CreateToken("c-" + name, secret, Role.CONTROL, 1, 60_000));
        done(new Command.AdmitNode(
                name, Keys.digest(node.certificate().getPublicKey()), Role.CONTROL, "c-" + name, secret));
        return node;
    }

    private static Frame.Builder asking(long epoch) {
        return Frame.newBuilder()
                .setEpoch(epoch)
                .setPeerCall(PeerCall.newBuilder().setTo("n1").setKind(PeerCall.Kind.HELLO));
    }

    @Test
    void shouldRefuseAControlNodeOfAnotherHistory() throws Exception {
        NodeCredentials n2 = control("n2");
        for (long same : new long[] {7, 0}) {
            LinkStream stream = as(n2);
            stream.send(asking(same));
            assertThat(stream.expect(LIMIT).getPeerAnswer().getReply().toStringUtf8())
                    .isEqualTo(Integer.toString(Machine.LEVEL));
        }
        String[] sentence = {"n2 has another history", "epoch 8, expected: 7", "recovered without it", "mh join"};
        refused(as(n2), asking(8), sentence);
        // Also one of whom this node, which was recovered, has never heard.
        refused(as(credentials(authority, "n4", Role.CONTROL, Keys.make())), asking(8), "n4 has another history");
        refused(as(credentials(authority, "n4", Role.CONTROL, Keys.make())), asking(7), "n4 is not a member");
    }

    @Test
    void shouldLetNobodyActForAnother() throws Exception {
        LinkStream first = as(joined("n2"));
        first.send(hello("n2", 1));
        long session = first.expect(LIMIT).getWelcome().getSession();
        LinkStream second = as(joined("n3"));
        second.send(hello("n2", 2));
        assertThat(second.expect(LIMIT).getWelcome().getRefused()).contains("n3", "n2");
        second.send(Frame.newBuilder().setCall(2).setBeat(Beat.newBuilder().setSession(session)));
        assertThat(answer(second, 2).getUnavailable().getReason()).contains("n3 acts for a session of node n2");
        first.send(Frame.newBuilder().setCall(3).setBeat(Beat.newBuilder().setSession(session)));
        assertThat(answer(first, 3).getBeatAnswer().getWallMillis()).isPositive();
    }

    private static Frame answer(LinkStream stream, long call) throws Exception {
        Frame next = stream.expect(LIMIT);
        while (next.getCall() != call) {
            next = stream.expect(LIMIT);
        }
        return next;
    }

    @Test
    void shouldTellAgainWhatTheWorkerDoesNotGoBy() throws Exception {
        LinkStream stream = as(joined("n2"));
        stream.send(hello("n2", 1));
        long session = stream.expect(LIMIT).getWelcome().getSession();
        long told = stream.expect(LIMIT).getHolding().getApplied();
        stream.send(
                Frame.newBuilder().setBeat(Beat.newBuilder().setSession(session).setReconciled(told - 1)));
        Frame next = stream.expect(LIMIT);
        while (!next.hasHolding()) {
            next = stream.expect(LIMIT);
        }
        assertThat(next.getHolding().getApplied()).isGreaterThanOrEqualTo(told);
    }

    @Test
    void shouldRenewTheCertificateOfAMember() throws Exception {
        NodeCredentials n2 = joined("n2");
        LinkStream stream = as(n2);
        stream.send(Frame.newBuilder().setRenew(Renew.getDefaultInstance()));
        Admission admission = stream.expect(LIMIT).getAdmission();
        X509Certificate younger = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(admission.getChain(0).toByteArray()));
        assertThat(younger.getPublicKey()).isEqualTo(n2.certificate().getPublicKey());
        assertThat(younger.getSerialNumber()).isNotEqualTo(n2.certificate().getSerialNumber());
    }

    @Test
    void shouldTakeAndGiveBlobs() throws Exception {
        NodeCredentials n2 = joined("n2");
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, directory)) {
            builder.write(noise);
            try (SealedBlob sealed = builder.seal(new byte[0]);
                    InputStream content = sealed.open()) {
                byte[] stored = content.readAllBytes();
                ByteString name = ByteString.copyFrom(sealed.name().toBytes());
                assertThat(trouble(
                                n2,
                                Frame.newBuilder().setHas(BlobAsked.newBuilder().setBlob(name))))
                        .isEqualTo(BlobTrouble.Kind.MISSING);
                LinkStream put = as(n2);
                put.send(Frame.newBuilder()
                        .setPut(BlobPut.newBuilder().setBlob(name).setBytes(stored.length)));
                Parts.send(put, new ByteArrayInputStream(stored));
                put.end();
                assertThat(put.expect(LIMIT).getReceipt().getStoresList()).containsExactly("n1");
                assertThat(store.open(sealed.name()).storedBytes()).isEqualTo(stored.length);
                LinkStream read = as(n2);
                read.send(Frame.newBuilder()
                        .setRead(BlobRange.newBuilder()
                                .setBlob(name)
                                .setPosition(1_000)
                                .setLength(2_000_000)));
                assertThat(Parts.receive(read).readAllBytes())
                        .isEqualTo(java.util.Arrays.copyOfRange(stored, 1_000, 2_001_000));
            }
        }
    }

    private BlobTrouble.Kind trouble(NodeCredentials node, Frame.Builder question) throws Exception {
        LinkStream stream = as(node);
        stream.send(question);
        Frame answer = stream.expect(LIMIT);
        return answer.getTrouble().getKind();
    }

    @Test
    void shouldRefuseABlobThatIsNotWhatItsNameSays() throws Exception {
        LinkStream put = as(joined("n2"));
        put.send(Frame.newBuilder()
                .setPut(BlobPut.newBuilder()
                        .setBlob(ByteString.copyFrom(Digest.of(new byte[1]).toBytes()))
                        .setBytes(200)));
        Parts.send(put, new ByteArrayInputStream(new byte[200]));
        put.end();
        assertThat(put.expect(LIMIT).getTrouble().getKind()).isEqualTo(BlobTrouble.Kind.CORRUPT);
    }

    @Test
    void shouldPassRequestsOn() throws Exception {
        LinkStream stream = as(joined("n2"));
        stream.send(Frame.newBuilder()
                .setRequest(org.manyhands.wire.ApiRequest.newBuilder()
                        .setMethod("GET")
                        .setTarget("/v1/node")
                        .setUser("joe")));
        stream.end();
        assertThat(stream.expect(LIMIT).getAnswer().getStatus()).isEqualTo(418);
        assertThat(Parts.receive(stream).readAllBytes()).hasSize(600_000);
    }
}
