package org.manyhands.server.blob;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.manyhands.store.Digest;

/** What follows from a look at all stores: of which blobs there are too few copies, and of which none is left. */
public final class CopyPlan {
    private final Map<Digest, Integer> missing = new HashMap<>();
    private final Set<Digest> nowhere = new HashSet<>();
    private final boolean allAnswer;
    private final Set<Rule> rules;

    private CopyPlan(boolean allAnswer, Set<Rule> rules) {
        this.allAnswer = allAnswer;
        this.rules = rules;
    }

    /**
     * Makes one.
     *
     * @param lacking by store that answered, which of them are not there
     * @param wanted how many copies of a blob there should be
     * @param allAnswer whether no store is silent
     */
    public static CopyPlan of(
            Set<Digest> needed, Map<String, Set<Digest>> lacking, int wanted, boolean allAnswer, Set<Rule> rules) {
        CopyPlan plan = new CopyPlan(allAnswer, rules);
        for (Digest blob : needed) {
            int copies = (int) lacking.values().stream()
                    .filter(each -> !each.contains(blob))
                    .count();
            if (copies == 0) {
                plan.nowhere.add(blob);
            } else if (copies < wanted) {
                plan.missing.put(blob, wanted - copies);
            }
        }
        return plan;
    }

    /** Those of which there are too few copies, in the order in which more are made. */
    public List<Digest> thin() {
        List<Digest> thin = new ArrayList<>(missing.keySet());
        thin.sort(null);
        Comparator<Digest> rarest = Comparator.comparing(this::missing, Comparator.reverseOrder());
        if (rules.contains(Rule.RAREST_FIRST)) {
            thin.sort(rarest);
        }
        return thin;
    }

    /** How many more copies of a blob there should be. */
    public int missing(Digest blob) {
        return missing.getOrDefault(blob, 0);
    }

    /** Those that no store has that answered. */
    Set<Digest> nowhere() {
        return nowhere;
    }

    /** Those that no store has. */
    public Set<Digest> lost() {
        return allAnswer || !rules.contains(Rule.LOST_WHEN_ALL_ANSWER) ? nowhere : Set.of();
    }
}
