package org.manyhands.cli.verb;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "rm", description = "Removes schedules. Jobs that they made go on, and are kept.")
final class ScheduleRmVerb extends Verb {
    @Parameters(paramLabel = "NAME", arity = "1..*")
    private List<String> names = List.of();

    @Override
    public Integer call() throws Exception {
        return delete(names, ScheduleVerb::address, name -> "schedule " + name + " removed");
    }
}
