package org.manyhands.server.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.wire.Holding;

/** What the state says a session holds, as the message that makes it so on the node. */
public final class Holdings {
    private Holdings() {}

    public static Holding of(State state, Session session) {
        Holding.Builder holding = Holding.newBuilder()
                .setEpoch(state.epoch())
                .setApplied(state.applied())
                .setSession(session.id());
        session.leases().forEach((ref, lease) -> holding.addLeases(lease(state, ref, lease)));
        return holding.build();
    }

    private static Holding.Lease lease(State state, StepRef ref, Lease lease) {
        Job job = state.jobs().at(ref.job());
        Holding.Lease.Builder message = Holding.Lease.newBuilder()
                .setJob(ref.job())
                .setStep(ref.step())
                .setRun(job.run())
                .setItems(bytes(lease.items()))
                .setWidth(lease.width())
                .setUnstarted(bytes(lease.unstarted()))
                .setKill(bytes(lease.kill()))
                .setLostAfterMillis(state.plan(ref).lostAfterMillis());
        Step step = job.steps().get(ref.step());
        for (int times = 1; times <= step.tries().bound(); times++) {
            ItemSet tried = step.tries().equalTo(times, lease.items());
            if (!tried.isEmpty()) {
                message.addTried(Holding.Tried.newBuilder().setTimes(times).setItems(bytes(tried)));
            }
        }
        return message.build();
    }

    static ByteString bytes(ItemSet items) {
        return bytes(items.toBytes());
    }

    static ByteString bytes(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.toArray());
    }
}
