package org.manyhands.server.leader;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.command.Command.RaiseLevel;
import org.manyhands.core.state.State;

/** To which level the state is raised: the highest that every member knows, also those that are down. */
public final class Levels {
    private Levels() {}

    /**
     * What is to be proposed, if anything.
     *
     * @param known the highest level that each member knows
     */
    public static Optional<RaiseLevel> due(State state, List<Integer> known) {
        int all = Collections.min(known);
        return all > state.level() ? Optional.of(new RaiseLevel(all)) : Optional.empty();
    }
}
