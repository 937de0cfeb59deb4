package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.manyhands.core.command.Command;

/** A job makes few entries in its first hour, however many tasks it has. */
final class EntriesChecker implements Checker {
    private static final int ENTRIES_MAX = 2_000;

    private final Map<Long, Set<Long>> entries = new HashMap<>();

    @Override
    public void applied(Applied applied) {
        switch (applied.envelope().command()) {
            case Command.Grant grant -> count(applied, grant.step().job());
            case Command.Commit commit ->
                commit.parts().forEach(part -> count(applied, part.step().job()));
            case Command.OpenSession _,
                    Command.EndSession _,
                    Command.SubmitJob _,
                    Command.CancelJob _,
                    Command.RemoveJob _,
                    Command.RetryItems _,
                    Command.Revoke _,
                    Command.Release _,
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

    private void count(Applied applied, long job) {
        Set<Long> seen = entries.computeIfAbsent(job, _ -> new HashSet<>());
        seen.add(applied.after().applied());
        Violation.unless(seen.size() < ENTRIES_MAX, "job " + job + " made " + seen.size() + " entries");
    }
}
