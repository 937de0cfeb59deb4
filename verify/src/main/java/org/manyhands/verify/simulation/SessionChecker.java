package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Session;

/** Sessions: one for each node, each counts its holder's commands, and none that exists is called ended. */
final class SessionChecker implements Checker {
    private final Map<Long, Long> nextSeq = new HashMap<>();
    private final Map<Long, Reply> lastReply = new HashMap<>();
    private final Map<Bytes, Long> numbers = new HashMap<>();

    @Override
    public void applied(Applied applied) {
        for (Event event : applied.events()) {
            if (event instanceof Event.SessionOpened opened) {
                nextSeq.putIfAbsent(opened.session(), 1L);
                checkAlone(applied);
            }
        }
        switch (applied.envelope().command()) {
            case Command.Commit commit -> {
                checkNumber(commit);
                check(applied, commit.session(), commit.seq());
            }
            case Command.Release release -> check(applied, release.session(), release.seq());
            case Command.OpenSession _,
                    Command.EndSession _,
                    Command.SubmitJob _,
                    Command.CancelJob _,
                    Command.RemoveJob _,
                    Command.RetryItems _,
                    Command.Grant _,
                    Command.Revoke _,
                    Command.IndexCommits _,
                    Command.PauseJob _,
                    Command.ResumeJob _,
                    Command.SetJob _,
                    Command.AddItems _,
                    Command.CloseItems _,
                    Command.SealJournal _,
                    Command.AddSchedule _,
                    Command.RemoveSchedule _,
                    Command.FireSchedule _,
                    Command.RunSchedule _,
                    Command.RecordNotice _,
                    Command.RaiseLevel _,
                    Command.ArchiveJob _,
                    Command.CreateToken _,
                    Command.RevokeToken _,
                    Command.AdmitNode _,
                    Command.RemoveNode _,
                    Command.LocateNode _,
                    Command.Invalidate _,
                    Command.DrainNode _,
                    Command.ResumeNode _,
                    Command.SetResource _,
                    Command.RemoveResource _,
                    Command.LabelNode _,
                    Command.RecoverCluster _ -> {}
        }
    }

    private static void checkAlone(Applied applied) {
        Set<String> nodes = new HashSet<>();
        for (Session session : applied.after().sessions().values()) {
            Violation.unless(nodes.add(session.node()), "node " + session.node() + " has two sessions");
        }
    }

    private void checkNumber(Command.Commit commit) {
        Long before = numbers.putIfAbsent(commit.pack(), commit.seq());
        Violation.unless(
                before == null || before == commit.seq(),
                "session " + commit.session() + " repeats the commit of pack " + commit.pack() + " under number "
                        + commit.seq() + ", and it was " + before);
    }

    private void check(Applied applied, long session, long seq) {
        boolean exists = applied.before().sessions().containsKey(session);
        long next = nextSeq.getOrDefault(session, 0L);
        switch (applied.reply()) {
            case Reply.Ended _ ->
                Violation.unless(!exists, "session " + session + " is there and its command was answered Ended");
            case Reply.Counted counted -> {
                if (seq == next) {
                    nextSeq.put(session, next + 1);
                    lastReply.put(session, counted);
                } else {
                    Violation.unless(
                            seq == next - 1 && counted.equals(lastReply.get(session)),
                            "command " + seq + " of session " + session + " was applied when " + next + " was next");
                }
            }
            case Reply.OutOfSequence out ->
                Violation.unless(
                        out.nextSeq() == next && seq != next,
                        "command " + seq + " of session " + session + " was out of sequence when " + next
                                + " was next");
            case Reply.Busy _, Reply.Done _, Reply.Refused _, Reply.Opened _, Reply.Submitted _ -> {}
        }
    }
}
