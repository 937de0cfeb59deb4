package org.manyhands.server.leader;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.items.ItemSet;
import org.manyhands.wire.Beat;
import org.manyhands.wire.WorkerCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a beat says is running. */
final class Running {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private Running() {}

    /** By step; nothing of a beat that cannot be read, which is no reason for the leader to stop. */
    static SortedMap<StepRef, ItemSet> of(Beat beat) {
        SortedMap<StepRef, ItemSet> running = new TreeMap<>();
        try {
            for (WorkerCommand.Given given : beat.getRunningList()) {
                running.merge(
                        new StepRef(given.getJob(), given.getStep()),
                        ItemSet.ofBytes(given.getItems().toByteArray()),
                        ItemSet::or);
            }
        } catch (IllegalArgumentException broken) {
            LOG.warn("A beat of session {} cannot be read: {}", beat.getSession(), broken.getMessage());
            return Collections.emptySortedMap();
        }
        return running;
    }
}
