package org.manyhands.worker.process;

import com.google.protobuf.ByteString;

/** What the lookup of a command asks about files, by absolute path. */
interface FileProbe {
    boolean exists(ByteString path);

    boolean directory(ByteString path);

    boolean executable(ByteString path);
}
