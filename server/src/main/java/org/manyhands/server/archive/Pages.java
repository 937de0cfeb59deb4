package org.manyhands.server.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.manyhands.core.Bytes;
import org.manyhands.core.codec.MalformedException;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;

/**
 * Jobs by id, wherever they are: in the state, or as pages in a store. The pages read last are kept in memory. Safe for
 * concurrent use.
 */
public final class Pages {
    /** So much of pages is kept in memory, in bytes as they are encoded. */
    private static final long CACHED_BYTES_MAX = 4 << 20;

    private static final int FRAME_BYTES = 64 << 10;
    private static final int PAGE_BYTES_MAX = 256 << 20;

    private final BlobSource source;
    private final long cachedBytesMax;
    private final Map<Bytes, Cached> cache = new LinkedHashMap<>(16, 0.75f, true);
    private long cachedBytes;

    private record Cached(Job job, long bytes) {}

    /** @param source where the pages are */
    public Pages(BlobSource source) {
        this(source, CACHED_BYTES_MAX);
    }

    Pages(BlobSource source, long cachedBytesMax) {
        this.source = source;
        this.cachedBytesMax = cachedBytesMax;
    }

    /** The page of a job, to be put into the store. */
    static SealedBlob seal(Job job, Path spoolDirectory) throws IOException {
        try (BlobBuilder blob = new BlobBuilder(BlobKind.JOB, FRAME_BYTES, spoolDirectory)) {
            return blob.write(Page.encode(job)).seal(new byte[0]);
        }
    }

    /**
     * A job that the state has or knows the page of.
     *
     * @throws PageLostException if its page cannot be read
     */
    public Optional<Job> find(State state, long id) throws PageLostException {
        Optional<Job> job = state.jobs().get(id);
        Optional<Archived> archived = state.archived().get(id);
        return job.isPresent() || archived.isEmpty() ? job : Optional.of(read(archived.get()));
    }

    /** The ids of the newest jobs below one, the newest first. */
    public static List<Long> below(State state, long before, long limit) {
        List<Long> ids = new ArrayList<>();
        state.jobs().forEach((id, _) -> ids.add(id));
        state.archived().forEach((id, _) -> ids.add(id));
        return ids.stream()
                .filter(id -> id < before)
                .sorted(Comparator.reverseOrder())
                .limit(limit)
                .toList();
    }

    /** The id of the newest job. */
    public static Optional<Long> newest(State state) {
        Optional<Long> job = state.jobs().last().map(PersistentMap.Entry::key);
        Optional<Long> archived = state.archived().last().map(PersistentMap.Entry::key);
        return job.isPresent() && archived.isPresent()
                ? Optional.of(Math.max(job.get(), archived.get()))
                : job.or(() -> archived);
    }

    /**
     * The job of a page.
     *
     * @throws PageLostException if the page cannot be read
     */
    public Job read(Archived archived) throws PageLostException {
        Optional<Job> cached = cached(archived.page());
        if (cached.isPresent()) {
            return cached.get();
        }
        byte[] bytes = bytes(archived);
        Job job = decode(archived, bytes);
        keep(archived.page(), new Cached(job, bytes.length));
        return job;
    }

    private byte[] bytes(Archived archived) throws PageLostException {
        try (Blob blob = source.open(Digest.fromBytes(archived.page().toArray()), BlobKind.JOB)) {
            if (blob.contentBytes() > PAGE_BYTES_MAX) {
                throw new PageLostException(
                        archived, blob.contentBytes() + " bytes (expected: at most " + PAGE_BYTES_MAX + ")");
            }
            return blob.read(0, (int) blob.contentBytes());
        } catch (PageLostException lost) {
            throw lost;
        } catch (IOException lost) {
            throw new PageLostException(archived, String.valueOf(lost.getMessage()));
        }
    }

    private static Job decode(Archived archived, byte[] bytes) throws PageLostException {
        Job job;
        try {
            job = Page.decode(bytes);
        } catch (MalformedException notOurs) {
            throw new PageLostException(archived, String.valueOf(notOurs.getMessage()));
        }
        if (job.id() != archived.id() || job.run() != archived.run()) {
            throw new PageLostException(archived, "it is of run " + job.run() + " of job " + job.id());
        }
        return job;
    }

    private Optional<Job> cached(Bytes page) {
        synchronized (cache) {
            return Optional.ofNullable(cache.get(page)).map(Cached::job);
        }
    }

    private void keep(Bytes page, Cached read) {
        synchronized (cache) {
            Cached before = cache.put(page, read);
            cachedBytes += read.bytes() - (before == null ? 0 : before.bytes());
            for (Iterator<Cached> eldest = cache.values().iterator(); cachedBytes > cachedBytesMax; ) {
                cachedBytes -= eldest.next().bytes();
                eldest.remove();
            }
        }
    }
}
