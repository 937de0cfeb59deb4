package org.manyhands.server.replica;

import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** What we set in Ratis, and why it is not left at its default. */
final class RatisProperties {
    /** The most of entries in one round to a follower, and the largest entry with its frame that Ratis reads back. */
    static final SizeInBytes BATCH_BYTES_MAX = SizeInBytes.valueOf(LogSettings.ENTRY_BYTES_LIMIT + 64L * 1024);

    private static final SizeInBytes WRITE_BUFFER_BYTES = SizeInBytes.valueOf(2L * LogSettings.MIB);
    private static final SizeInBytes PREALLOCATED_BYTES = SizeInBytes.valueOf(LogSettings.MIB);
    private static final SizeInBytes SNAPSHOT_CHUNK_BYTES = SizeInBytes.valueOf(LogSettings.MIB);
    private static final int SNAPSHOTS_KEPT = 2;
    /** Request ids live in the state; we never repeat a call, so the cache only costs memory. */
    private static final TimeDuration RETRY_CACHE_EXPIRY = TimeDuration.valueOf(5, TimeUnit.SECONDS);
    /** A lone member waits for no votes; it only has to be up. */
    private static final TimeDuration FIRST_ELECTION_MIN = millis(1);

    private static final TimeDuration FIRST_ELECTION_MAX = millis(2);
    private static final TimeDuration ELECTION_MIN = millis(50);
    private static final TimeDuration ELECTION_MAX = millis(100);
    /**
     * Ratis closes its server after a pause of the JVM (suspend, SIGSTOP, a debugger) of a minute and steps down after
     * ten seconds. Alone there is nobody to step down for, and a closed server would be a dead process.
     */
    private static final TimeDuration PAUSE_NEVER_MATTERS = TimeDuration.valueOf(3650, TimeUnit.DAYS);

    private RatisProperties() {}

    /** For a group of one member. */
    static RaftProperties solo(LogSettings settings, File storage) {
        RaftProperties properties = new RaftProperties();
        RaftConfigKeys.Rpc.setType(properties, new SoloRpc());
        RaftServerConfigKeys.setStorageDir(properties, List.of(storage));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, FIRST_ELECTION_MIN);
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, FIRST_ELECTION_MAX);
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, ELECTION_MIN);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, ELECTION_MAX);
        RaftServerConfigKeys.setCloseThreshold(properties, PAUSE_NEVER_MATTERS);
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, PAUSE_NEVER_MATTERS);
        log(settings, properties);
        snapshots(settings, properties);
        requests(settings, properties);
        return properties;
    }

    private static void log(LogSettings settings, RaftProperties properties) {
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(settings.segmentBytes()));
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, WRITE_BUFFER_BYTES);
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, PREALLOCATED_BYTES);
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, BATCH_BYTES_MAX);
        RaftServerConfigKeys.Log.setCorruptionPolicy(properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
    }

    private static void snapshots(LogSettings settings, RaftProperties properties) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, settings.snapshotEntries());
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, SNAPSHOTS_KEPT);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(properties, SNAPSHOT_CHUNK_BYTES);
    }

    private static void requests(LogSettings settings, RaftProperties properties) {
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setLeaderLeaseEnabled(properties, false);
        RaftServerConfigKeys.RetryCache.setExpiryTime(properties, RETRY_CACHE_EXPIRY);
        // Our own bounds refuse first, with a sentence; Ratis would answer with an exceptional future.
        RaftServerConfigKeys.Write.setElementLimit(properties, settings.inFlightMax() + 1);
        RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf(2 * settings.inFlightBytesMax()));
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
