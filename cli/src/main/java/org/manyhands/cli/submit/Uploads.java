package org.manyhands.cli.submit;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.cli.spec.Glob;
import org.manyhands.cli.spec.ItemReader;
import org.manyhands.cli.spec.ItemResolver;
import org.manyhands.cli.spec.ItemSource;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.cli.spec.SplitFile;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.Input;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobSink;
import org.manyhands.store.Content;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.files.FileWalk;
import org.manyhands.store.files.NewFile;
import org.manyhands.store.items.ItemListBuilder;
import org.manyhands.store.split.SplitBuilder;
import org.manyhands.store.tree.TreeBuilder;
import org.manyhands.wire.Items;

/** Puts what a job names, its items and inputs, into the store, as it is now. */
public final class Uploads {
    private static final Path SPOOL = Path.of(System.getProperty("java.io.tmpdir"));

    private final BlobSink sink;
    private final Path directory;
    private final InputStream standardInput;

    /**
     * @param directory to which paths and globs are relative
     * @param standardInput read only where a job says {@code -}; left open
     */
    public Uploads(BlobSink sink, Path directory, InputStream standardInput) {
        this.sink = sink;
        this.directory = directory;
        this.standardInput = standardInput;
    }

    /** As an {@link ItemResolver}. */
    public ItemResolver.ResolvedItems items(ItemSource source) throws SpecException, IOException {
        return source instanceof ItemSource.Split split
                ? blocks(split)
                : list(items -> new ItemReader(directory, standardInput).read(source, items::add));
    }

    /** Adds items to a list and says how many. */
    public interface Filling {
        long fill(ItemListBuilder list) throws SpecException, IOException;
    }

    /** A list with whatever items. */
    public ItemResolver.ResolvedItems list(Filling filling) throws SpecException, IOException {
        try (ItemListBuilder list = new ItemListBuilder(SPOOL)) {
            long count = filling.fill(list);
            try (SealedBlob sealed = list.seal()) {
                sink.putIfAbsent(sealed);
                Items items = Items.newBuilder()
                        .setList(ByteString.copyFrom(sealed.name().toBytes()))
                        .build();
                return new ItemResolver.ResolvedItems(count, items);
            }
        }
    }

    /** The blocks of a file are numbered from 1; the content goes into the store once. */
    private ItemResolver.ResolvedItems blocks(ItemSource.Split split) throws SpecException, IOException {
        try (SplitBuilder blocks = new SplitBuilder(sink, SPOOL)) {
            SplitFile.read(split, directory, standardInput, blocks);
            try (SealedBlob sealed = blocks.seal()) {
                sink.putIfAbsent(sealed);
                Items numbers = Items.newBuilder()
                        .setRange(Items.Range.newBuilder().setFirst(1).setStep(1))
                        .build();
                return new ItemResolver.ResolvedItems(
                        blocks.blocks(),
                        numbers,
                        ByteString.copyFrom(sealed.name().toBytes()),
                        false);
            }
        } catch (BlobRefusedException refused) {
            throw new SpecException(String.valueOf(refused.getMessage()), Optional.empty());
        }
    }

    /** As an {@link org.manyhands.cli.spec.InputResolver}. */
    public Input inputs(List<String> patterns) throws SpecException, IOException {
        List<Path> paths = new ArrayList<>();
        for (String pattern : patterns) {
            List<String> found = Glob.expand(directory, pattern);
            if (found.isEmpty()) {
                throw new SpecException(
                        "'" + pattern + "' names no file in " + directory
                                + " (expected: a path or glob relative to it)",
                        Optional.empty());
            }
            found.forEach(path -> paths.add(Path.of(path)));
        }
        try {
            List<NewFile> files = FileWalk.paths(directory, paths);
            try (SealedBlob tree = new TreeBuilder(sink, SPOOL).fromFiles(files)) {
                sink.putIfAbsent(tree);
                return new Input(Bytes.copyOf(tree.name().toBytes()), bytes(files));
            }
        } catch (BlobRefusedException refused) {
            throw new SpecException(String.valueOf(refused.getMessage()), Optional.empty());
        }
    }

    private static long bytes(List<NewFile> files) {
        return files.stream()
                .mapToLong(file -> file.body() instanceof NewFile.Body.Regular(Content content) ? content.length() : 0)
                .sum();
    }
}
