package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.server.control.Answer;

/** Everything that must happen in a run of many seeds, as it is counted. */
final class Expected {
    private static final List<String> FAULTS = List.of(
            "append refused",
            "blob rots",
            "control crash",
            "control log lost",
            "control log rolled back",
            "control pause",
            "duplicated message",
            "leader crash",
            "leader pause",
            "lost message",
            "one-way cut",
            "pack lost",
            "partition",
            "revoke",
            "silence",
            "stale grant",
            "slow disks",
            "slow message",
            "store crash",
            "store disk full",
            "store disk lost",
            "voter crash",
            "wall clock jump",
            "weather change",
            "worker crash",
            "worker stop",
            "worker suspend");

    private static final List<String> OTHERS = List.of(
            "client repeated",
            "control forwarded beat",
            "control forwarded command",
            "control hello of a stranger",
            "control linearizable read",
            "control read refused below seen",
            "log append unknown",
            "log entries taken back",
            "log snapshot installed",
            "log snapshot restored",
            "operator removes a busy node",
            "operator removes a node",
            "operator replaces a machine",
            "store blobs swept",
            "store copy made",
            "store damaged copy made anew",
            "store loss told",
            "store put refused",
            "store rot found",
            "store slow put",
            "voters change",
            "voters control node joins",
            "voters control node removed",
            "voters leader removes itself",
            "voters lost control node removed",
            "worker command repeated",
            "worker reconcile ignored",
            "worker results dropped with their session",
            "worker told that the session ended");

    private Expected() {}

    static List<String> all() {
        List<String> all = new ArrayList<>(OTHERS);
        FAULTS.forEach(fault -> all.add("fault " + fault));
        for (RefusalCode code : RefusalCode.values()) {
            all.add("refusal " + code);
        }
        addTypes(all, "command", Command.class);
        addTypes(all, "reply", Reply.class);
        addTypes(all, "event", Event.class);
        addTypes(all, "answer", Answer.class);
        return all;
    }

    private static void addTypes(List<String> all, String kind, Class<?> sealed) {
        for (Class<?> type : sealed.getPermittedSubclasses()) {
            all.add(kind + " " + type.getSimpleName());
        }
    }
}
