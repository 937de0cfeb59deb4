package org.manyhands.cli.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.State;
import org.manyhands.link.Endpoint;
import org.manyhands.server.identity.LogNames;
import org.manyhands.server.link.ControlPeers;
import org.manyhands.server.replica.Peers;

/** Whether those who keep a log with a node that does not run are there. */
final class OtherKeepers {
    /** A machine that is busy, or one of its addresses, may not answer the first time. */
    private static final int TRIES_MIN = 3;

    private static final long PAUSE_MILLIS = 200;

    private static final byte[] NOTHING = new byte[0];

    private OtherKeepers() {}

    /**
     * What they say.
     *
     * @param there the names of those that answer
     * @param refusal what one of them has against this node, if that is so
     */
    record Answers(List<String> there, Optional<String> refusal) {}

    /** Control nodes by their names in the log. */
    static Map<String, Member> byLogName(State state) {
        return state.members().values().stream()
                .filter(member -> member.role() == Role.CONTROL)
                .collect(Collectors.toMap(LogNames::of, member -> member, (one, other) -> other, TreeMap::new));
    }

    /** Asks each of them at its addresses, one after the other. */
    static Answers ask(State state, NodeIdentity identity, List<Member> keepers) throws InterruptedException {
        Map<String, List<Endpoint>> where = new TreeMap<>();
        keepers.forEach(member -> where.put(
                LogNames.of(member),
                member.addresses().stream().map(Endpoint::parse).toList()));
        List<String> there = new ArrayList<>();
        Optional<String> refusal = Optional.empty();
        try (ControlPeers peers =
                new ControlPeers(state::epoch, new Where(where), () -> Optional.of(identity.credentials()))) {
            for (Member each : keepers) {
                if (answers(peers, each)) {
                    there.add(each.name());
                } else {
                    refusal = refusal.or(peers::refusal);
                }
            }
        }
        return new Answers(there, refusal);
    }

    private static boolean answers(ControlPeers peers, Member member) throws InterruptedException {
        for (int tries = Math.max(TRIES_MIN, member.addresses().size()); tries > 0; tries--) {
            try {
                var _ = peers.ask(LogNames.of(member), Peers.Call.HELLO, NOTHING);
                return true;
            } catch (IOException away) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return false;
    }

    private record Where(Map<String, List<Endpoint>> all) implements ControlPeers.Where {
        @Override
        public List<Endpoint> of(String member) {
            return all.getOrDefault(member, List.of());
        }
    }
}
