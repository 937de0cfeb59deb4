package org.manyhands.worker.stream;

import com.google.protobuf.ByteString;
import org.manyhands.worker.lease.Start;

/** An item to be answered. */
public record Question(Start start, ByteString item) {}
