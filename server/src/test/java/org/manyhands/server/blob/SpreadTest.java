package org.manyhands.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.manyhands.store.BlobUnreachableException;
import org.manyhands.store.Digest;
import org.manyhands.store.Receipt;

class SpreadTest {
    private static final Digest BLOB = Digest.of(new byte[] {1});

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch never = new CountDownLatch(1);

    private Spread.Place takes(String store) {
        return () -> {
            asked.add(store);
            return new Receipt(List.of(store), BLOB, 7, 0);
        };
    }

    private Spread.Place refuses(String store) {
        return () -> {
            asked.add(store);
            throw new IOException(store + " is full");
        };
    }

    private Spread.Place isSilent(String store) {
        return () -> {
            asked.add(store);
            try {
                never.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("never");
        };
    }

    private static List<String> stores(List<Receipt> receipts) {
        return receipts.stream().flatMap(each -> each.stores().stream()).toList();
    }

    private static Spread spread(Spread.Place... places) {
        return new Spread(BLOB, 0, List.of(places));
    }

    @Test
    void shouldAskNoMoreThanAreWanted() throws Exception {
        assertThat(stores(spread(takes("a"), takes("b"), takes("c")).run(2, 2))).containsExactlyInAnyOrder("a", "b");
        assertThat(asked).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void shouldAskTheNextForOneThatRefuses() throws Exception {
        assertThat(stores(spread(refuses("a"), takes("b"), takes("c")).run(2, 2)))
                .containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void shouldNotWaitForOneThatIsSilent() throws Exception {
        assertThat(stores(spread(takes("a"), isSilent("b"), takes("c")).run(2, 2)))
                .containsExactlyInAnyOrder("a", "c");
        never.countDown();
    }

    @Test
    void shouldDoWithWhatMustBeWhereTheRestIsSilent() throws Exception {
        assertThat(stores(spread(takes("a"), isSilent("b")).run(2, 1))).containsExactly("a");
        never.countDown();
    }

    @Test
    void shouldSayOnHowManyItIs() {
        assertThatThrownBy(() -> spread(takes("a"), refuses("b"), refuses("c")).run(2, 2))
                .isInstanceOf(BlobUnreachableException.class)
                .hasMessageContaining("is on 1 of the 2 stores")
                .hasMessageContaining("is full");
    }

    @Test
    void shouldSayWhatTheySaidWhereAllRefuse() {
        assertThatThrownBy(() -> spread(refuses("a")).run(2, 1)).hasMessage("a is full");
    }
}
