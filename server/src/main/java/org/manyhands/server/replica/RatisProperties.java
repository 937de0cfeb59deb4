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
    private static final TimeDuration LONE_FIRST_ELECTION_MIN = millis(1);

    private static final TimeDuration LONE_FIRST_ELECTION_MAX = millis(2);
    private static final TimeDuration LONE_ELECTION_MIN = millis(50);
    private static final TimeDuration LONE_ELECTION_MAX = millis(100);

    /** Long enough for a leader to be heard of that is there. */
    private static final TimeDuration FIRST_ELECTION_MIN = millis(300);

    private static final TimeDuration FIRST_ELECTION_MAX = millis(500);
    private static final TimeDuration ELECTION_MIN = millis(500);
    private static final TimeDuration ELECTION_MAX = millis(900);
    /** A leader that hears no majority for so long says so itself. */
    private static final TimeDuration STEP_DOWN = millis(2_000);

    private static final int CATCH_UP_ENTRIES = 1_000;
    /**
     * Ratis closes its server after a pause of the JVM (suspend, SIGSTOP, a debugger) of a minute and steps down after
     * ten seconds. Alone there is nobody to step down for, and a closed server would be a dead process.
     */
    private static final TimeDuration PAUSE_NEVER_MATTERS = TimeDuration.valueOf(3650, TimeUnit.DAYS);

    private RatisProperties() {}

    static RaftProperties of(LogSettings settings, Group with, File storage) {
        RaftProperties properties = new RaftProperties();
        RaftConfigKeys.Rpc.setType(properties, new PeerRpc());
        RaftServerConfigKeys.setStorageDir(properties, List.of(storage));
        RaftServerConfigKeys.setCloseThreshold(properties, PAUSE_NEVER_MATTERS);
        switch (with) {
            case Group.Alone _ -> alone(properties);
            case Group.Shared _ -> shared(properties);
        }
        log(settings, properties);
        snapshots(settings, properties);
        requests(settings, properties);
        return properties;
    }

    private static void alone(RaftProperties properties) {
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, LONE_FIRST_ELECTION_MIN);
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, LONE_FIRST_ELECTION_MAX);
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, LONE_ELECTION_MIN);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, LONE_ELECTION_MAX);
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, PAUSE_NEVER_MATTERS);
    }

    private static void shared(RaftProperties properties) {
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, FIRST_ELECTION_MIN);
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, FIRST_ELECTION_MAX);
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, ELECTION_MIN);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, ELECTION_MAX);
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, STEP_DOWN);
        // A majority has an entry, the others soon will: a learner that is about to be a voter must be near enough.
        RaftServerConfigKeys.setStagingCatchupGap(properties, CATCH_UP_ENTRIES);
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
