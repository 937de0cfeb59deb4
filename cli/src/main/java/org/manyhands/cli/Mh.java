package org.manyhands.cli;

import org.manyhands.cli.verb.CommandLines;

/** The program {@code mh}. */
public final class Mh {
    private Mh() {}

    /**
     * Runs one command line and ends the process with its exit code.
     *
     * @param args the words after {@code mh}
     */
    public static void main(String[] args) {
        int code = execute(args);
        System.out.flush();
        System.err.flush();
        // Not exit: what must be closed was closed by the verb, and the log would take a second to leave in order.
        Runtime.getRuntime().halt(code);
    }

    /** Whatever happens is an exit code: left to end by itself, the process would wait for the threads of a node for ever. */
    private static int execute(String[] args) {
        try {
            return CommandLines.execute(args);
        } catch (Error broken) {
            System.err.println("mh: internal error: " + broken);
            return CommandLines.INTERNAL_ERROR;
        }
    }
}
