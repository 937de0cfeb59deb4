package org.manyhands.cli.progress;

import org.manyhands.server.api.JobView;

/** Shows how a job gets on. */
public interface Progress {
    /** The job as it is now. */
    void show(JobView job);

    /** Makes room for output of the job; what is shown comes back with the next {@link #show}. */
    void clear();

    /** What the user asked for with {@code --progress}. */
    enum Mode {
        AUTO,
        BAR,
        PLAIN,
        JSON,
        NONE
    }

    /** The way of showing that fits: a bar on a terminal, lines elsewhere. */
    static Progress of(Mode mode) {
        return switch (mode) {
            case AUTO -> Terminal.standardErrorIsOne() ? new Bar(Terminal.columns()) : new Plain();
            case BAR -> new Bar(Terminal.columns());
            case PLAIN -> new Plain();
            case JSON -> new JsonLines();
            case NONE -> new Silent();
        };
    }
}
