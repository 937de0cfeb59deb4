package org.manyhands.server.kit;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.FailureReason;
import org.manyhands.core.command.Failures;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;

/** Commands in few words. Jobs have one step, whose tasks need a core each. */
public final class Words {
    private Words() {}

    /** A node of eight cores. */
    public static Command.OpenSession open(String node) {
        return new Command.OpenSession(
                node, 1, 1, new TreeMap<>(Collections.singletonMap("cpu", 8_000L)), new TreeMap<>(), Bytes.EMPTY);
    }

    public static Command.SubmitJob submit(int key, long items) {
        return submit(key, plan("job-" + key, items, Bytes.EMPTY));
    }

    public static Command.SubmitJob submit(int key, Plan plan) {
        return new Command.SubmitJob(Bytes.ofHex(String.format("%08x", key)), 0, plan);
    }

    public static Plan plan(String name, long items, Bytes template) {
        return plan(name, items, template, 0);
    }

    public static Plan plan(String name, long items, Bytes template, long lostAfterMillis) {
        StepPlan step = new StepPlan(
                "work",
                items,
                List.of(),
                new TreeMap<>(Collections.singletonMap("cpu", 1_000L)),
                0,
                new Retry(2, 0),
                0,
                lostAfterMillis,
                template);
        return new Plan(name, List.of(step), 0, Optional.empty(), "somebody");
    }

    /** The failed ones with exit code 3. */
    public static CommitPart part(org.manyhands.core.StepRef step, ItemSet ok, ItemSet failed) {
        List<Failures> failures =
                failed.isEmpty() ? List.of() : List.of(new Failures(FailureReason.EXIT, 3, failed, "it said no"));
        return new CommitPart(step, ok, failures, 10, Long.MAX_VALUE);
    }

    public static Command.Commit commit(long session, long seq, CommitPart... parts) {
        return new Command.Commit(
                session, seq, List.of(parts), Bytes.ofHex("aa" + "00".repeat(31)), List.of(new Receipt("store", 7)));
    }
}
