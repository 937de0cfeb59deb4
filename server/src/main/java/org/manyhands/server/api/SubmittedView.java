package org.manyhands.server.api;

import org.jspecify.annotations.Nullable;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.State;
import org.manyhands.server.archive.PageLostException;
import org.manyhands.server.control.Control;

/**
 * The job that a submit made.
 *
 * @param known whether an earlier one with the same key already had made it
 * @param view the job as it is now, so that nobody needs to ask; null if it was removed since
 */
public record SubmittedView(
        String job, boolean known, @Nullable JobView view) {
    static SubmittedView of(Api api, Feeders feeders, Reply.Submitted made) throws PageLostException {
        Control control = api.control();
        State state = control.root();
        Views views = new Views(state, control.placement(), control.beats(), feeders);
        JobView view = api.pages().find(state, made.job()).map(views::job).orElse(null);
        return new SubmittedView(Long.toString(made.job()), made.known(), view);
    }
}
