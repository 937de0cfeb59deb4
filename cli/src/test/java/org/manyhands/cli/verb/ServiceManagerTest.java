package org.manyhands.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That the datagram arrives is shown by dev/check-dist, which has a service manager's socket. */
final class ServiceManagerTest {
    @Test
    void shouldSayThatNobodyListens() {
        assertThat(ServiceManager.tell("/nowhere/notify", "READY=1")).isFalse();
        assertThat(ServiceManager.tell("@manyhands-nobody-listens-here", "READY=1"))
                .isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoUnixSocket() {
        assertThat(ServiceManager.tell("", "READY=1")).isFalse();
        assertThat(ServiceManager.tell("vsock:2:1234", "READY=1")).isFalse();
        assertThat(ServiceManager.tell("/" + "a".repeat(107), "READY=1")).isFalse();
    }
}
