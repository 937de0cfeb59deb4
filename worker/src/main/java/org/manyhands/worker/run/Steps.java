package org.manyhands.worker.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.manyhands.store.BlobSource;
import org.manyhands.wire.StepInfo;
import org.manyhands.worker.lease.StepKey;

/** The steps that this worker runs or ran lately, at most {@value #KEPT_MAX}. Safe for concurrent use. */
final class Steps {
    private static final int KEPT_MAX = 256;

    private final ControlLink link;
    private final BlobSource source;
    private final Map<StepKey, StepDetails> kept = new LinkedHashMap<>(16, 0.75f, true);

    Steps(ControlLink link, BlobSource source) {
        this.link = link;
        this.source = source;
    }

    /** What is needed to run an item of a step; empty if the job is gone. */
    synchronized Optional<StepDetails> of(StepKey step, int item)
            throws IOException, LinkDownException, InterruptedException {
        StepDetails known = kept.get(step);
        if (known != null && known.has(item)) {
            return Optional.of(known);
        }
        Optional<StepInfo> info = link.describe(step);
        if (info.isEmpty()) {
            return Optional.empty();
        }
        StepDetails details = new StepDetails(info.get(), source);
        kept.put(step, details);
        if (kept.size() > KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
        return Optional.of(details);
    }

    /** Asks anew the next time: what was kept may name what is no longer there. */
    synchronized void forget(StepKey step) {
        kept.remove(step);
    }
}
