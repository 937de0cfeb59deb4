package org.manyhands.cli.spec;

import java.io.IOException;
import java.util.List;
import org.manyhands.core.plan.Input;

/** Puts declared inputs where workers can read them. */
@FunctionalInterface
public interface InputResolver {
    /**
     * Stores the files and names their tree.
     *
     * @param patterns paths and globs, relative to the directory of the job file; at least one
     * @return their tree, and how many bytes the files have
     * @throws SpecException if a path does not exist, a glob matches nothing, or a file cannot be read
     * @throws IOException if they cannot be stored
     */
    Input resolve(List<String> patterns) throws SpecException, IOException;
}
