package org.manyhands.server.blob;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.manyhands.link.Endpoint;
import org.manyhands.link.blob.Ticket;
import org.manyhands.store.Digest;
import org.manyhands.wire.Holders;

final class SwarmTest {
    private static final Digest BLOB = Digest.of("blob".getBytes(StandardCharsets.UTF_8));
    private static final Digest OTHER = Digest.of("other".getBytes(StandardCharsets.UTF_8));

    private final Swarm swarm = new Swarm();
    private final KeyPair key = KeyPairGenerator.getInstance("EC").generateKeyPair();

    SwarmTest() throws Exception {
        IntStream.rangeClosed(1, 4).forEach(i -> swarm.joined("w" + i, peer(i)));
    }

    private static Swarm.Peer peer(int number) {
        return new Swarm.Peer(new Endpoint("10.0.0." + number, 7), ByteString.copyFromUtf8("secret" + number));
    }

    private Holders ask(String worker, Digest blob, long position) {
        return swarm.ask(worker, key.getPublic(), blob, position);
    }

    @Test
    void shouldGiveAPieceOnceAndSendTheOthersToWhoHasIt() {
        assertThat(ask("w1", BLOB, 0).getHoldersList()).isEmpty();
        Holders second = ask("w2", BLOB, 0);
        assertThat(second.getHoldersList())
                .extracting(Holders.Holder::getAddress)
                .containsExactly("10.0.0.1:7");
        assertThat(ask("w3", BLOB, 0).getHoldersList())
                .extracting(Holders.Holder::getAddress)
                .containsExactlyInAnyOrder("10.0.0.1:7", "10.0.0.2:7");
    }

    @Test
    void shouldTellPiecesApart() {
        assertThat(ask("w1", BLOB, 0).getHoldersList()).isEmpty();
        assertThat(ask("w2", BLOB, 4).getHoldersList()).isEmpty();
        assertThat(ask("w3", OTHER, 0).getHoldersList()).isEmpty();
    }

    @Test
    void shouldGiveItAgainToWhoLostIt() {
        ask("w1", BLOB, 0);
        assertThat(ask("w1", BLOB, 0).getHoldersList()).isEmpty();
    }

    @Test
    void shouldSendNobodyToWhoLeft() {
        ask("w1", BLOB, 0);
        swarm.left("w1", peer(1));
        assertThat(ask("w2", BLOB, 0).getHoldersList()).isEmpty();
    }

    @Test
    void shouldNotForgetANewLifeWhenTheOldOneEnds() {
        swarm.joined("w1", peer(9));
        swarm.left("w1", peer(1));
        ask("w1", BLOB, 0);
        assertThat(ask("w2", BLOB, 0).getHoldersList())
                .extracting(Holders.Holder::getAddress)
                .containsExactly("10.0.0.9:7");
    }

    @Test
    void shouldNotSendTheOthersToWhoGivesNothing() {
        assertThat(ask("alone", BLOB, 0).getHoldersList()).isEmpty();
        assertThat(ask("w2", BLOB, 0).getHoldersList()).isEmpty();
    }

    @Test
    void shouldMakeTicketsForThisKeyAndBlobOnly() throws Exception {
        ask("w1", BLOB, 0);
        byte[] ticket = ask("w2", BLOB, 0).getHolders(0).getTicket().toByteArray();
        byte[] secret = peer(1).secret().toByteArray();
        KeyPair another = KeyPairGenerator.getInstance("EC").generateKeyPair();
        assertThat(Ticket.isRight(ticket, secret, key.getPublic(), BLOB)).isTrue();
        assertThat(Ticket.isRight(ticket, secret, key.getPublic(), OTHER)).isFalse();
        assertThat(Ticket.isRight(ticket, secret, another.getPublic(), BLOB)).isFalse();
        assertThat(Ticket.isRight(ticket, peer(2).secret().toByteArray(), key.getPublic(), BLOB))
                .isFalse();
        assertThat(Ticket.isRight(new byte[0], secret, key.getPublic(), BLOB)).isFalse();
    }

    @Test
    void shouldNameAFewAndRememberNotEverything() {
        for (int i = 5; i < 40; i++) {
            swarm.joined("w" + i, peer(i));
        }
        for (int i = 1; i < 40; i++) {
            assertThat(ask("w" + i, BLOB, 0).getHoldersCount()).isEqualTo(Math.min(i - 1, Swarm.NAMED_MAX));
        }
        for (int i = 0; i < Swarm.PIECES_MAX; i++) {
            ask("w1", OTHER, i);
        }
        assertThat(ask("w2", BLOB, 0).getHoldersList()).isEmpty();
    }
}
