package org.manyhands.server.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.manyhands.store.Digest;

class CopiesTest {
    @Test
    void shouldWantMoreCopiesOnMoreStores() {
        assertThat(IntStream.rangeClosed(1, 7).map(Copies::wanted)).containsExactly(1, 2, 2, 3, 3, 3, 3);
    }

    @Test
    void shouldRequireAsManyAsAnEntryOfTheLogIsOn() {
        assertThat(IntStream.of(1, 2, 3, 4, 5).map(Copies::required)).containsExactly(1, 2, 2, 3, 3);
    }

    @Test
    void shouldNeverRequireMoreThanThereAreKeepers() {
        assertThat(IntStream.rangeClosed(1, 5)).allMatch(keepers -> Copies.required(keepers) <= keepers);
    }

    @Test
    void shouldAskStoresInTheSameOrderWhoeverAsks() {
        Digest blob = Digest.of(new byte[] {1});
        List<String> order = Rendezvous.order(List.of("a", "b", "c"), blob);
        assertThat(Rendezvous.order(List.of("c", "a", "b"), blob)).isEqualTo(order);
        assertThat(Rendezvous.order(List.of("c", "a"), blob))
                .isEqualTo(order.stream().filter(each -> !each.equals("b")).toList());
    }

    @Test
    void shouldBeginWithEachOfThem() {
        Set<String> first = new HashSet<>();
        for (byte i = 0; i < 50; i++) {
            first.add(Rendezvous.order(List.of("a", "b", "c"), Digest.of(new byte[] {i}))
                    .getFirst());
        }
        assertThat(first).containsExactlyInAnyOrder("a", "b", "c");
    }
}
