package org.manyhands.cli.verb;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A word that needs another behind it. */
abstract class VerbGroup extends Helped {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final Integer call() throws UsageException {
        CommandSpec own = java.util.Objects.requireNonNull(spec);
        List<String> verbs = List.copyOf(own.subcommands().keySet());
        int last = verbs.size() - 1;
        throw new UsageException(own.name() + ": what? (expected: " + String.join(", ", verbs.subList(0, last))
                + (last == 0 ? "" : " or ") + verbs.get(last) + ")");
    }
}
