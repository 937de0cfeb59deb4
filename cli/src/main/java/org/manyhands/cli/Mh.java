package org.manyhands.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code mh}. */
@Command(
        name = "mh",
        version = "mh 0.1.0",
        mixinStandardHelpOptions = true,
        description = "Many machines, one computer.")
public final class Mh {
    private Mh() {}

    /**
     * Runs one command line and ends the process with its exit code.
     *
     * @param args the words after {@code mh}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Mh()).execute(args));
    }
}
