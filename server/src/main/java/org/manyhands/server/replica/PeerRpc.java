package org.manyhands.server.replica;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexReplyProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;
import org.apache.ratis.server.protocol.RaftServerAsynchronousProtocol;
import org.manyhands.server.replica.Peers.Call;

/**
 * What members say to each other, over {@link Peers}: no port and no gRPC of Ratis's own, which is most of what a Ratis server does
 * while it starts, and one place that knows who may come in.
 *
 * <p>Public with a public constructor because Ratis makes it by its class name.
 */
public final class PeerRpc implements RpcType {
    private static final String PEERS = Peers.class.getName();
    /** Where members are is known to {@link Peers}. */
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** What the factory is given to make transports from. */
    static Parameters parameters(Peers peers) {
        Parameters parameters = new Parameters();
        parameters.put(PEERS, peers, Peers.class);
        return parameters;
    }

    /** Has the server of this member answer another one. */
    static byte[] answer(RaftServer server, Call call, byte[] request) throws IOException, InterruptedException {
        return switch (call) {
            case VOTE ->
                server.requestVote(RequestVoteRequestProto.parseFrom(request)).toByteArray();
            case APPEND ->
                server.appendEntries(AppendEntriesRequestProto.parseFrom(request))
                        .toByteArray();
            case SNAPSHOT ->
                server.installSnapshot(InstallSnapshotRequestProto.parseFrom(request))
                        .toByteArray();
            case ELECT ->
                server.startLeaderElection(StartLeaderElectionRequestProto.parseFrom(request))
                        .toByteArray();
            case HELLO -> new byte[0];
            case READ_INDEX ->
                await(server.readIndexAsync(ReadIndexRequestProto.parseFrom(request)))
                        .toByteArray();
        };
    }

    private static ReadIndexReplyProto await(CompletableFuture<ReadIndexReplyProto> reply)
            throws IOException, InterruptedException {
        try {
            return reply.get();
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed);
        }
    }

    @Override
    public String name() {
        return PeerRpc.class.getName();
    }

    @Override
    public ServerFactory newFactory(Parameters parameters) {
        return new Factory(this, parameters.getNonNull(PEERS, Peers.class));
    }

    private record Factory(PeerRpc type, Peers peers) implements ServerFactory {
        @Override
        public RpcType getRpcType() {
            return type;
        }

        @Override
        public RaftServerRpc newRaftServerRpc(RaftServer server) {
            return new Transport(type, peers);
        }
    }

    private static final class Transport implements RaftServerRpc, RaftServerAsynchronousProtocol {
        private final PeerRpc type;
        private final Peers peers;
        private final ExecutorService asked = Executors.newVirtualThreadPerTaskExecutor();

        private Transport(PeerRpc type, Peers peers) {
            this.type = type;
            this.peers = peers;
        }

        private byte[] ask(RaftRpcRequestProto who, Call call, byte[] request) throws IOException {
            return peers.ask(RaftPeerId.valueOf(who.getReplyId()).toString(), call, request);
        }

        @Override
        public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
            return RequestVoteReplyProto.parseFrom(ask(request.getServerRequest(), Call.VOTE, request.toByteArray()));
        }

        @Override
        public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) throws IOException {
            return AppendEntriesReplyProto.parseFrom(
                    ask(request.getServerRequest(), Call.APPEND, request.toByteArray()));
        }

        @Override
        public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) throws IOException {
            return InstallSnapshotReplyProto.parseFrom(
                    ask(request.getServerRequest(), Call.SNAPSHOT, request.toByteArray()));
        }

        @Override
        public StartLeaderElectionReplyProto startLeaderElection(StartLeaderElectionRequestProto request)
                throws IOException {
            return StartLeaderElectionReplyProto.parseFrom(
                    ask(request.getServerRequest(), Call.ELECT, request.toByteArray()));
        }

        @Override
        public CompletableFuture<ReadIndexReplyProto> readIndexAsync(ReadIndexRequestProto request) {
            CompletableFuture<ReadIndexReplyProto> reply = new CompletableFuture<>();
            asked.execute(() -> {
                try {
                    reply.complete(ReadIndexReplyProto.parseFrom(
                            ask(request.getServerRequest(), Call.READ_INDEX, request.toByteArray())));
                } catch (IOException | RuntimeException failed) {
                    reply.completeExceptionally(failed);
                }
            });
            return reply;
        }

        /** Only asked of transports that append without waiting. */
        @Override
        public CompletableFuture<AppendEntriesReplyProto> appendEntriesAsync(AppendEntriesRequestProto request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RaftServerAsynchronousProtocol async() {
            return this;
        }

        @Override
        public RpcType getRpcType() {
            return type;
        }

        @Override
        public InetSocketAddress getInetSocketAddress() {
            return NOWHERE;
        }

        @Override
        public void start() {}

        @Override
        public void close() {
            asked.shutdownNow();
        }

        @Override
        public void addRaftPeers(Collection<RaftPeer> peers) {}

        @Override
        public void handleException(RaftPeerId peer, Exception e, boolean reconnect) {}
    }
}
