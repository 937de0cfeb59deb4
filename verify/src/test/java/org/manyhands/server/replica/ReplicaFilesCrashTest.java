package org.manyhands.server.replica;

import org.junit.jupiter.api.BeforeAll;
import org.manyhands.verify.disk.CrashContract;
import org.manyhands.verify.disk.Life;

/** The files beside the log of Ratis; that itself is written through java.io, where no power can be cut. */
class ReplicaFilesCrashTest extends CrashContract {
    @BeforeAll
    static void quiet() {
        ReplicaLogging.quiet();
    }

    @Override
    protected Life life() {
        return new ReplicaFilesLife();
    }
}
