package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "rm",
        description = "Forgets what the cluster as a whole has so much of; what nodes say they have counts again.")
final class ResourceRmVerb extends Verb {
    @Parameters(paramLabel = "NAME", arity = "1..*", description = "As 'mh resource list' shows them.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws Exception {
        return delete(
                names, name -> "/v1/resources/" + Reference.encoded(name), name -> "resource " + name + " removed");
    }
}
