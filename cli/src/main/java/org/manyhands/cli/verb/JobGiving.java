package org.manyhands.cli.verb;

import java.util.List;
import java.util.Optional;
import org.manyhands.cli.spec.ArgumentSplitter;
import org.manyhands.cli.spec.SpecException;
import picocli.CommandLine.Mixin;

/** A verb that is given a job: the words after its options are the command, its items, or a job file. */
abstract class JobGiving extends Verb {
    @Mixin
    private final JobOptions job = new JobOptions();

    private ArgumentSplitter.Split words =
            new ArgumentSplitter.Split(List.of(), List.of(), Optional.empty(), Optional.empty());

    /** The words that the option parser must not see. */
    final void words(ArgumentSplitter.Split split) {
        words = split;
    }

    final JobOptions.Given given() throws SpecException, UsageException {
        return job.job(words);
    }
}
