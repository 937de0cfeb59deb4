package org.manyhands.server.replica;

/** The log without a disk keeps the contract. */
class InMemoryLogTest extends ReplicatedLogContract {
    @Override
    ReplicatedLog create(Replicated replicated, HaltHandler handler) {
        return new InMemoryLog(replicated, handler, ENTRY_BYTES_MAX);
    }
}
