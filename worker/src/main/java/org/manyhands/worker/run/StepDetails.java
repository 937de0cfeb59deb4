package org.manyhands.worker.run;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;
import org.manyhands.store.items.ItemListReader;
import org.manyhands.store.split.SplitReader;
import org.manyhands.wire.Items;
import org.manyhands.wire.StepInfo;
import org.manyhands.wire.TaskTemplate;
import org.manyhands.worker.process.Environment;
import org.manyhands.worker.process.MinimalEnvironment;

/** What a worker keeps of a step: its template, the environment that its tasks share, the list of its items. */
final class StepDetails implements AutoCloseable {
    private final StepInfo info;
    private final Demand demand;
    private final Environment environment;
    private final Optional<ItemListReader> list;
    private final Optional<SplitReader> split;
    private final BlobSource source;
    private final NavigableMap<Long, Digest> lists = new TreeMap<>();
    private final Map<Digest, ItemListReader> opened = new HashMap<>();

    StepDetails(StepInfo info, BlobSource source) throws IOException {
        this.info = info;
        this.source = source;
        demand = Demand.of(info.getDemandMap());
        for (StepInfo.ItemList part : info.getListsList()) {
            lists.put(part.getFirst(), Digest.fromBytes(part.getList().toByteArray()));
        }
        environment = MinimalEnvironment.of(Environment.EMPTY, Environment.ofThisProcess())
                .build();
        Items items = info.getTemplate().getItems();
        list = items.getSourceCase() == Items.SourceCase.LIST
                ? Optional.of(ItemListReader.open(
                        source, Digest.fromBytes(items.getList().toByteArray())))
                : Optional.empty();
        ByteString blocks = info.getTemplate().getStandardInput().getSplit();
        split = blocks.isEmpty()
                ? Optional.empty()
                : Optional.of(SplitReader.open(source, Digest.fromBytes(blocks.toByteArray())));
    }

    TaskTemplate template() {
        return info.getTemplate();
    }

    Demand demand() {
        return demand;
    }

    StepInfo info() {
        return info;
    }

    Environment environment() {
        return environment;
    }

    /** The value of item i, from 0. */
    ByteString item(int item) throws IOException {
        Items items = info.getTemplate().getItems();
        return switch (items.getSourceCase()) {
            case RANGE -> ByteString.copyFromUtf8(number(items.getRange(), item));
            case LIST -> ByteString.copyFrom(list.orElseThrow().get(item));
            case OPEN -> ByteString.copyFrom(listed(item));
            case SINGLE, SOURCE_NOT_SET -> ByteString.EMPTY;
        };
    }

    /** The block of item i, from 0, where the step has a split. */
    InputStream block(int item) throws IOException {
        return split.orElseThrow().open(item);
    }

    /** Whether the item is among those that had come when the step was described. */
    boolean has(int item) {
        return info.getTemplate().getItems().getSourceCase() != Items.SourceCase.OPEN || item < info.getItems();
    }

    private synchronized byte[] listed(int item) throws IOException {
        Map.Entry<Long, Digest> found = lists.floorEntry((long) item);
        if (found == null) {
            throw new IOException("no list has item " + (item + 1));
        }
        ItemListReader reader = opened.get(found.getValue());
        if (reader == null) {
            reader = ItemListReader.open(source, found.getValue());
            opened.put(found.getValue(), reader);
        }
        return reader.get(item - found.getKey());
    }

    static String number(Items.Range range, long item) {
        long value = range.getFirst() + item * range.getStep();
        String digits = Long.toString(Math.abs(value));
        String padded = "0".repeat(Math.max(0, range.getWidth() - digits.length() - (value < 0 ? 1 : 0))) + digits;
        return value < 0 ? "-" + padded : padded;
    }

    @Override
    public void close() throws IOException {
        if (list.isPresent()) {
            list.get().close();
        }
        if (split.isPresent()) {
            split.get().close();
        }
        for (ItemListReader each : opened.values()) {
            each.close();
        }
    }
}
