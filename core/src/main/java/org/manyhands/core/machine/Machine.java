package org.manyhands.core.machine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.State;

/**
 * The one function that changes the replicated state. It is deterministic: equal states and entries give equal outcomes on
 * every replica. A throw is a bug, never an answer; the proposer meets it in its dry run, before the entry is in the log.
 */
public final class Machine {
    /** The highest level of the state that this program knows. */
    public static final int LEVEL = Command.LEVEL_MEMBERS;

    private final Set<Rule> rules;
    private final int known;

    public Machine() {
        this(EnumSet.allOf(Rule.class), LEVEL);
    }

    private Machine(Set<Rule> rules, int known) {
        this.rules = rules;
        this.known = known;
    }

    /** A machine with one rule switched off, for the simulation to find. */
    public static Machine without(Rule rule) {
        return new Machine(EnumSet.complementOf(EnumSet.of(rule)), LEVEL);
    }

    /** The same as a program of an earlier version has it, who knows levels up to this one. */
    public Machine knowing(int level) {
        return new Machine(rules, level);
    }

    /** The highest level that it knows. */
    public int known() {
        return known;
    }

    /**
     * Makes sure that it knows what commands mean to a state that it did not make itself.
     *
     * @throws NewerLevelException if it does not
     */
    public void check(State state) {
        Levels.check(state.level(), known);
    }

    /** Why a command must not come into the log while the state is at this level, if it must not. */
    public static Optional<String> tooEarly(Command command, int level) {
        return Levels.refusal(command, level);
    }

    /**
     * The state and what came of it after one more entry.
     *
     * @throws NewerLevelException if the entry is of a level that this machine does not know
     */
    public Outcome apply(State state, Entry entry) {
        Transition transition = new Transition(state.atEntry(entry.ticks(), entry.wallMillis()), rules);
        transition.forgetOldKeys();
        List<Reply> replies = new ArrayList<>(entry.commands().size());
        for (Envelope envelope : entry.commands()) {
            Levels.check(envelope.command(), known);
            replies.add(Levels.refused(transition, envelope.command()).orElseGet(() -> apply(transition, envelope)));
        }
        return new Outcome(transition.state(), replies, transition.events());
    }

    private static Reply apply(Transition transition, Envelope envelope) {
        return switch (envelope.command()) {
            case Command.OpenSession open -> Sessions.open(transition, open);
            case Command.EndSession end -> Sessions.end(transition, end);
            case Command.SubmitJob submit -> Jobs.submit(transition, submit);
            case Command.CancelJob cancel -> Jobs.cancel(transition, cancel, envelope.actor());
            case Command.RemoveJob remove -> Jobs.remove(transition, remove, envelope.actor());
            case Command.RetryItems retry -> Retries.retry(transition, retry, envelope.actor());
            case Command.Grant grant -> Leases.grant(transition, grant);
            case Command.Revoke revoke -> Leases.revoke(transition, revoke);
            case Command.Commit commit -> Commits.commit(transition, commit);
            case Command.Release release -> Commits.release(transition, release);
            case Command.IndexCommits index -> Commits.index(transition, index);
            case Command.PauseJob pause -> Changes.pause(transition, pause, envelope.actor());
            case Command.ResumeJob resume -> Changes.resume(transition, resume, envelope.actor());
            case Command.SetJob set -> Changes.set(transition, set, envelope.actor());
            case Command.AddItems add -> OpenLists.add(transition, add);
            case Command.CloseItems close -> OpenLists.close(transition, close);
            case Command.SealJournal seal -> Seals.seal(transition, seal);
            case Command.AddSchedule add -> Schedules.add(transition, add, envelope.actor());
            case Command.RemoveSchedule remove -> Schedules.remove(transition, remove, envelope.actor());
            case Command.FireSchedule fire -> Schedules.fire(transition, fire, envelope.actor());
            case Command.RunSchedule run -> Schedules.run(transition, run, envelope.actor());
            case Command.RecordNotice record -> Notices.record(transition, record);
            case Command.RaiseLevel raise -> Levels.raise(transition, raise);
            case Command.ArchiveJob archive -> Archive.archive(transition, archive);
            case Command.CreateToken create -> Tokens.create(transition, create, envelope.actor());
            case Command.RevokeToken revoke -> Tokens.revoke(transition, revoke, envelope.actor());
            case Command.AdmitNode admit -> Members.admit(transition, admit, envelope.actor());
            case Command.RemoveNode remove -> Members.remove(transition, remove, envelope.actor());
            case Command.LocateNode locate -> Members.locate(transition, locate);
            case Command.DrainNode drain -> Drains.drain(transition, drain, envelope.actor());
            case Command.ResumeNode resume -> Drains.resume(transition, resume, envelope.actor());
            case Command.SetResource set -> Resources.set(transition, set, envelope.actor());
            case Command.RemoveResource remove -> Resources.remove(transition, remove, envelope.actor());
            case Command.Invalidate lost -> Losses.invalidate(transition, lost);
            case Command.LabelNode label -> NodeLabels.label(transition, label, envelope.actor());
            case Command.RecoverCluster recover -> Recovery.recover(transition, recover, envelope.actor());
        };
    }
}
