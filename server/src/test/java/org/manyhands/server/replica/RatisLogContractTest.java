package org.manyhands.server.replica;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The log over Ratis keeps the contract. */
class RatisLogContractTest extends ReplicatedLogContract {
    @TempDir
    Path directory;

    @Override
    ReplicatedLog create(Replicated replicated, HaltHandler handler) throws Exception {
        ReplicaLogging.quiet();
        return RatisLog.open(LogSettings.of(directory), replicated, handler);
    }
}
