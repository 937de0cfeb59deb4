package org.manyhands.store.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.MemoryBlobStore;
import org.manyhands.store.RandomContent;
import org.manyhands.store.SealedBlob;

class ItemListTest {
    @TempDir
    Path directory;

    private final MemoryBlobStore store = new MemoryBlobStore();

    private ItemListReader seal(ItemListBuilder builder) throws IOException {
        try (builder;
                SealedBlob sealed = builder.seal()) {
            store.put(sealed);
            return ItemListReader.open(store, sealed.name());
        }
    }

    @Test
    void shouldGiveBackValuesOfAnyBytesByNumber() throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            RandomContent random = new RandomContent(seed);
            List<byte[]> values = new ArrayList<>();
            ItemListBuilder builder = new ItemListBuilder(directory);
            int count = random.number(3000);
            for (int i = 0; i < count; i++) {
                byte[] value = random.bytes(random.number(i % 500 == 3 ? 100_000 : 30));
                values.add(value);
                builder.add(value);
            }
            try (ItemListReader list = seal(builder)) {
                assertThat(list.size()).isEqualTo(count);
                for (int i = 0; i < count; i++) {
                    assertThat(list.get(i)).isEqualTo(values.get(i));
                }
                for (int i = 0; i < 50 && count > 0; i++) {
                    int item = random.number(count);
                    assertThat(list.get(item)).isEqualTo(values.get(item));
                }
                assertThatThrownBy(() -> list.get(count)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void shouldTakeAnItemOfTheLimitAndRefuseALongerOne() throws Exception {
        ItemListBuilder builder = new ItemListBuilder(directory);
        byte[] largest = new RandomContent(1).bytes(ItemListBuilder.ITEM_BYTES_MAX);
        builder.add(largest);
        assertThatThrownBy(() -> builder.add(new byte[ItemListBuilder.ITEM_BYTES_MAX + 1]))
                .isInstanceOf(BlobRefusedException.class)
                .hasMessageContaining("item 1 has 1048577 bytes (limit: 1048576)");
        builder.add(new byte[0]);
        try (ItemListReader list = seal(builder)) {
            assertThat(list.size()).isEqualTo(2);
            assertThat(list.get(0)).isEqualTo(largest);
            assertThat(list.get(1)).isEmpty();
        }
    }

    @Test
    void shouldHoldAMillionItems() throws Exception {
        ItemListBuilder builder = new ItemListBuilder(directory);
        for (int i = 0; i < 1_000_000; i++) {
            builder.add(("input/" + i + ".txt").getBytes(StandardCharsets.US_ASCII));
        }
        try (ItemListReader list = seal(builder)) {
            assertThat(list.size()).isEqualTo(1_000_000);
            for (int item : new int[] {0, 1, 777_777, 999_999, 5}) {
                assertThat(new String(list.get(item), StandardCharsets.US_ASCII))
                        .isEqualTo("input/" + item + ".txt");
            }
        }
    }
}
