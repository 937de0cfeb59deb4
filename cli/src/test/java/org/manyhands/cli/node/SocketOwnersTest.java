package org.manyhands.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.manyhands.worker.user.UnixUsers;

/** The kernel says who made a socket, for both versions of the protocol and for nobody who has left. */
class SocketOwnersTest {
    private static InetSocketAddress local(Socket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private static InetSocketAddress remote(Socket socket) {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    @Test
    void shouldNameWhoListensAndWhoConnected() throws Exception {
        for (String host : new String[] {"127.0.0.1", "::1"}) {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(host))) {
                assertThat(SocketOwners.listening((InetSocketAddress) server.getLocalSocketAddress()))
                        .as(host)
                        .hasValue(UnixUsers.ownUid());
                try (Socket left = connectAndLeave(server)) {
                    assertThat(SocketOwners.connected(remote(left), local(left)))
                            .as("%s, after it has left", host)
                            .isEmpty();
                }
            }
        }
    }

    private static Socket connectAndLeave(ServerSocket server) throws IOException {
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            Socket accepted = server.accept();
            assertThat(SocketOwners.connected(remote(accepted), local(accepted)))
                    .as("%s", client)
                    .hasValue(UnixUsers.ownUid());
            assertThat(SocketOwners.connected(local(accepted), local(accepted))).isEmpty();
            return accepted;
        }
    }

    @Test
    void shouldKnowNobodyWhereNobodyListens() throws Exception {
        InetSocketAddress gone;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = (InetSocketAddress) server.getLocalSocketAddress();
        }
        assertThat(SocketOwners.listening(gone)).isEmpty();
    }
}
