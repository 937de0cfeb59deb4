package org.manyhands.cli.verb;

import org.manyhands.cli.spec.ArgumentSplitter;

/** A verb that is given a job: the words after its options are the command, its items, or a job file. */
interface JobGiving {
    void words(ArgumentSplitter.Split split);
}
