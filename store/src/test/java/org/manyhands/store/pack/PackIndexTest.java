package org.manyhands.store.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.Content;
import org.manyhands.store.Digest;
import org.manyhands.store.MemoryBlobStore;
import org.manyhands.store.RandomContent;
import org.manyhands.store.SealedBlob;

class PackIndexTest {
    private static final Content NONE = Content.of(new byte[0]);

    @TempDir
    Path directory;

    private final MemoryBlobStore store = new MemoryBlobStore();

    private PackReader pack(int tag, Set<Long> items) throws IOException {
        try (PackBuilder builder = new PackBuilder(store, directory)) {
            for (long item : items) {
                builder.add(new TaskKey(1, 2, item), new byte[] {(byte) tag}, NONE, NONE, List.of());
                builder.add(new TaskKey(1, 3, item), new byte[] {(byte) tag}, NONE, NONE, List.of());
            }
            try (SealedBlob sealed = builder.seal()) {
                store.put(sealed);
                return PackReader.open(store, sealed.name());
            }
        }
    }

    private PackIndexReader build(PackIndexBuilder builder) throws IOException {
        try (SealedBlob sealed = builder.build()) {
            store.put(sealed);
            return PackIndexReader.open(store, sealed.name());
        }
    }

    private static Set<Long> some(RandomContent random, int bound) {
        Set<Long> items = new HashSet<>();
        for (long item = 0; item < bound; item++) {
            if (random.number(3) == 0) {
                items.add(item);
            }
        }
        return items;
    }

    @Test
    void shouldNameTheNewestCommitThatDoesNotRefuse() throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            RandomContent random = new RandomContent(seed);
            int bound = 50 + random.number(6000);
            Map<Long, Digest> expected = new TreeMap<>();
            PackIndexBuilder builder = new PackIndexBuilder(1, 2, directory);
            List<PackReader> packs = new ArrayList<>();
            PackIndexReader middle = null;
            for (int commit = 0; commit < 6; commit++) {
                Set<Long> items = some(random, bound);
                Set<Long> refused = some(random, bound);
                PackReader pack = pack(commit, items);
                packs.add(pack);
                builder.add(pack, refused::contains);
                items.stream().filter(item -> !refused.contains(item)).forEach(item -> expected.put(item, pack.name()));
                if (commit == 2) {
                    middle = build(builder);
                    Set<Long> refusedOfIndex = some(random, bound);
                    builder = new PackIndexBuilder(1, 2, directory).add(middle, refusedOfIndex::contains);
                    expected.keySet().removeAll(refusedOfIndex);
                }
            }
            try (PackIndexReader index = build(builder)) {
                assertSame(index, expected, bound, random);
            }
            for (PackReader pack : packs) {
                pack.close();
            }
            if (middle != null) {
                middle.close();
            }
        }
    }

    private static void assertSame(PackIndexReader index, Map<Long, Digest> expected, int bound, RandomContent random)
            throws IOException {
        Map<Long, Digest> found = new TreeMap<>();
        for (PackRange range : index.ranges(1, 2, 0, Long.MAX_VALUE)) {
            for (long item = range.first(); item <= range.last(); item++) {
                assertThat(found.put(item, range.pack())).isNull();
            }
        }
        assertThat(found).isEqualTo(expected);
        assertThat(new HashSet<>(index.packs())).containsAll(expected.values());
        for (int i = 0; i < 100; i++) {
            long item = random.number(bound);
            assertThat(index.packOf(1, 2, item).orElse(null)).isEqualTo(expected.get(item));
            assertThat(index.packOf(1, 3, item)).isEmpty();
            assertThat(index.packOf(0, 2, item)).isEmpty();
        }
        long first = random.number(bound);
        long last = first + random.number(100);
        long items = index.ranges(1, 2, first, last).stream()
                .mapToLong(range -> range.last() - range.first() + 1)
                .sum();
        assertThat(items)
                .isEqualTo(expected.keySet().stream()
                        .filter(item -> item >= first && item <= last)
                        .count());
    }

    @Test
    void shouldTakeFewBytesForLongRuns() throws Exception {
        Set<Long> items = new HashSet<>();
        for (long item = 0; item < 20_000; item++) {
            items.add(item);
        }
        try (PackReader pack = pack(1, items);
                SealedBlob sealed = new PackIndexBuilder(1, 2, directory)
                        .add(pack, item -> item == 5)
                        .build()) {
            assertThat(sealed.bytes()).isLessThan(250);
            store.put(sealed);
            try (PackIndexReader index = PackIndexReader.open(store, sealed.name())) {
                assertThat(index.packOf(1, 2, 5)).isEmpty();
                assertThat(index.packOf(1, 2, 19_999)).contains(pack.name());
                assertThat(index.packOf(1, 2, 20_000)).isEmpty();
            }
        }
    }

    @Test
    void shouldBeEmptyWithoutCommits() throws Exception {
        try (PackIndexReader index = build(new PackIndexBuilder(1, 2, directory))) {
            assertThat(index.packs()).isEmpty();
            assertThat(index.packOf(1, 2, 3)).isEmpty();
        }
    }
}
