package org.manyhands.worker.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.manyhands.store.Digest;
import org.manyhands.store.files.Removal;

/**
 * Pieces of blobs that were read here, as files, for other workers and for the next task; the longest unused goes first. Nothing is
 * kept while the disk has less room than all of them may take. Emptied at every start. Safe for concurrent use.
 */
public final class Pieces {
    /** All pieces of a blob but the last have so many bytes. */
    public static final int PIECE_BYTES = 4 << 20;

    private final Path directory;
    private final long bytesMax;
    private final Map<Piece, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Piece(Digest blob, long position) {}

    /** A piece that is there or on its way. */
    private static final class Kept {
        private final CompletableFuture<Integer> length = new CompletableFuture<>();
    }

    /** Gets a piece from elsewhere. */
    interface Loader {
        byte[] load() throws IOException;
    }

    /** @param bytesMax of all pieces together */
    public Pieces(Path directory, long bytesMax) throws IOException {
        this.directory = directory;
        this.bytesMax = bytesMax;
        Removal.of(directory);
        Files.createDirectories(directory);
    }

    /** A piece, from here or from elsewhere; who comes while it is on its way waits for it. */
    byte[] get(Digest blob, long position, Loader loader) throws IOException {
        Piece piece = new Piece(blob, position);
        Kept mine = new Kept();
        Kept before;
        synchronized (this) {
            before = kept.putIfAbsent(piece, mine);
        }
        return before == null ? load(piece, mine, loader) : wait(piece, before, loader);
    }

    private byte[] load(Piece piece, Kept mine, Loader loader) throws IOException {
        boolean loaded = false;
        try {
            byte[] content = loader.load();
            loaded = write(piece, content);
            if (loaded) {
                added(mine, content.length);
            }
            return content;
        } finally {
            if (!loaded) {
                forget(piece, mine);
            }
        }
    }

    private byte[] wait(Piece piece, Kept other, Loader loader) throws IOException {
        try {
            var _ = other.length.join();
            return Files.readAllBytes(file(piece));
        } catch (CompletionException | IOException gone) {
            return loader.load();
        }
    }

    /** A piece that is here, or on its way here and comes within the time. */
    Optional<byte[]> find(Digest blob, long position, long limitMillis) throws InterruptedException {
        Piece piece = new Piece(blob, position);
        Kept found;
        synchronized (this) {
            found = kept.get(piece);
        }
        try {
            if (found == null) {
                return Optional.empty();
            }
            var _ = found.length.get(limitMillis, TimeUnit.MILLISECONDS);
            return Optional.of(Files.readAllBytes(file(piece)));
        } catch (ExecutionException | TimeoutException | IOException notHere) {
            return Optional.empty();
        }
    }

    /** Drops all pieces of a blob, for one of them is damaged. */
    synchronized void forget(Digest blob) {
        evict(0, piece -> piece.blob().equals(blob));
    }

    private boolean write(Piece piece, byte[] content) {
        try {
            if (Files.getFileStore(directory).getUsableSpace() < bytesMax) {
                return false;
            }
            Files.write(file(piece), content);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    private synchronized void added(Kept mine, int length) {
        bytes += length;
        mine.length.complete(length);
        evict(bytesMax, _ -> true);
    }

    private synchronized void forget(Piece piece, Kept mine) {
        kept.remove(piece, mine);
        mine.length.completeExceptionally(new IOException("it is not kept"));
    }

    private void evict(long keptBytes, Predicate<Piece> wanted) {
        Iterator<Map.Entry<Piece, Kept>> each = kept.entrySet().iterator();
        while (bytes > keptBytes && each.hasNext()) {
            Map.Entry<Piece, Kept> entry = each.next();
            if (entry.getValue().length.isDone() && wanted.test(entry.getKey())) {
                each.remove();
                bytes -= entry.getValue().length.getNow(0);
                var _ = file(entry.getKey()).toFile().delete();
            }
        }
    }

    private Path file(Piece piece) {
        return directory.resolve(piece.blob() + "-" + piece.position());
    }
}
