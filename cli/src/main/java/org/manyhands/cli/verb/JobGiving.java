package org.manyhands.cli.verb;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.manyhands.cli.spec.ArgumentSplitter;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.cli.spec.SpecPrinter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that is given a job: the words after its options are the command, its items, or a job file. */
abstract class JobGiving extends Verb {
    @Mixin
    private final JobOptions job = new JobOptions();

    @Option(names = "--print-spec", description = "Prints the job as a job file, and does nothing else.")
    private boolean printSpec;

    private ArgumentSplitter.Split words =
            new ArgumentSplitter.Split(List.of(), List.of(), Optional.empty(), Optional.empty(), false);

    /** Tells the words of the verb apart. */
    ArgumentSplitter.Split split(List<String> after, Set<String> valued) throws SpecException, UsageException {
        return ArgumentSplitter.split(after, valued);
    }

    /** Whether --name means something else than the job when that is a file. */
    boolean nameBesideFile() {
        return false;
    }

    /** What --name says. */
    final Optional<String> name() {
        return job.name();
    }

    /** The words that the option parser must not see. */
    final void words(ArgumentSplitter.Split split) {
        words = split;
    }

    @Override
    public Integer call() throws Exception {
        JobOptions.Given given = job.job(words, nameBesideFile());
        if (printSpec) {
            System.out.print(SpecPrinter.print(given.job().spec()));
            return ExitCode.OK;
        }
        return take(given);
    }

    /** Does with the job what the verb is for. */
    abstract int take(JobOptions.Given given) throws Exception;
}
