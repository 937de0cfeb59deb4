package org.manyhands.server.api;

import java.util.List;
import java.util.SortedMap;

/**
 * A node as it sees itself.
 *
 * @param containment how well it keeps hold of what tasks start; empty where it runs none
 * @param storeDamage one sentence for each place where its store is damaged
 * @param copies what the leader found on the stores of all control nodes; 0 stores where it has not looked
 * @param sessions the nodes that run tasks, as far as the state knows
 */
public record NodeView(
        String node,
        String version,
        String epoch,
        long applied,
        long pid,
        String containment,
        SortedMap<String, Long> inventory,
        List<String> storeDamage,
        CopiesView copies,
        List<SessionView> sessions,
        List<MemberView> members) {
    /**
     * A node of the cluster, whether it is there or not.
     *
     * @param votes whether it is one of those who keep the log
     */
    public record MemberView(String node, String role, boolean votes) {}

    /**
     * Blobs on several stores.
     *
     * @param wallMillis when they were looked at, milliseconds since 1970
     * @param stores how many were asked
     * @param silent how many were not
     * @param wanted how many copies of a blob there should be
     * @param blobs how many are needed
     * @param thin of how many there are fewer copies
     * @param lost of how many there is none
     */
    public record CopiesView(long wallMillis, int stores, int silent, int wanted, int blobs, int thin, int lost) {
        static final CopiesView NONE = new CopiesView(0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * The way from a node to the leader and back, as the node measured it.
     *
     * @param micros the shortest of late
     * @param jitterMicros how much it varies
     * @param clockOffsetMillis the leader's clock less the node's
     * @param clockErrorMillis how much more or less that may be
     */
    public record TripView(long micros, long jitterMicros, long clockOffsetMillis, long clockErrorMillis) {
        static final TripView NONE = new TripView(0, 0, 0, 0);
    }

    /**
     * A node that is to be empty.
     *
     * @param by who wants that; empty if nobody does
     * @param reason for people; may be empty
     * @param sinceWallMillis milliseconds since 1970
     * @param leftMillis until what still runs there is ended; -1: never
     */
    public record DrainView(String by, String reason, long sinceWallMillis, long leftMillis) {
        static final DrainView NONE = new DrainView("", "", 0, -1);
    }

    /**
     * What the tasks of a node say of it.
     *
     * @param reason why it was set aside, and gets nothing or one task at a time; empty if that is not so
     * @param leftMillis until it is tried with one task; 0 if that is so now
     */
    public record HealthView(String reason, long leftMillis) {
        static final HealthView GOOD = new HealthView("", 0);
    }

    /**
     * What a node has of what tasks read, and gives to others.
     *
     * @param ready how many large inputs lie there ready
     * @param givenBytes how much of blobs other workers had from it since it was started
     */
    public record InputsView(int ready, long givenBytes) {}

    /**
     * A node with a session.
     *
     * @param silent it was not heard of for a while, and gets nothing new
     * @param inventory what it has, in bytes or thousandths, see {@link org.manyhands.core.plan.ResourceNames}
     * @param used what the tasks take that run there, or may at any moment
     * @param labels what it is like, as {@code where} of steps sees it
     * @param held how many tasks were given to it and have not ended
     * @param leaving its process is about to end, and it gets nothing new
     * @param drain that somebody asked for
     * @param trouble why it starts nothing for now; empty if that is not so
     * @param trip the way to it; of 0 micros if there is none, or it is not known yet
     * @param via the control node that it is attached to; empty for a control node, and where it has not been heard yet
     * @param inputs what it has of what tasks read; nothing where it has not been heard yet
     * @param given the names of those labels that people gave it
     * @param health whether it was set aside because tasks fail there that succeed elsewhere
     */
    public record SessionView(
            String node,
            long boot,
            boolean silent,
            SortedMap<String, Long> inventory,
            SortedMap<String, Long> used,
            SortedMap<String, String> labels,
            long held,
            boolean leaving,
            DrainView drain,
            String trouble,
            TripView trip,
            String via,
            InputsView inputs,
            List<String> given,
            HealthView health) {}
}
