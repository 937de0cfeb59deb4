package org.manyhands.cli.verb;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** Whatever stands behind {@code mh} and has a help of its own. */
abstract class Helped implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli asks for it
    private boolean help;
}
