package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Who voted for whom, as nobody forgets it: each member has one vote in a term, and a term has one leader. */
final class Elections {
    private final Map<Vote, String> votes = new HashMap<>();
    private final Map<Long, String> leaders = new HashMap<>();
    private Consumer<String> watcher = voter -> {};

    private record Vote(String member, long term) {}

    /** Is told the name of each member that has voted. */
    void watch(Consumer<String> newWatcher) {
        watcher = newWatcher;
    }

    void voted(String member, long term, String candidate) {
        String before = votes.putIfAbsent(new Vote(member, term), candidate);
        Violation.unless(
                before == null || before.equals(candidate),
                member + " votes in term " + term + " for " + candidate + " and had voted for " + before);
        watcher.accept(member);
    }

    void leads(String member, long term) {
        String other = leaders.putIfAbsent(term, member);
        Violation.unless(
                other == null || other.equals(member),
                "term " + term + " has two leaders: " + other + " and " + member);
    }
}
