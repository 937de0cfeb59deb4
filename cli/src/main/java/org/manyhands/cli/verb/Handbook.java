package org.manyhands.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes what dev/dist ships beside the program and what follows from its grammar: the man page and the shell completion. */
public final class Handbook {
    private Handbook() {}

    /**
     * Writes {@code mh.1} and {@code mh.completion} (for bash, and for zsh through its bashcompinit).
     *
     * @param args the directory to write into, which exists
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        CommandLine root = CommandLines.root();
        Files.writeString(directory.resolve("mh.1"), ManPage.of(root.getCommandSpec(), Version.TEXT));
        Files.writeString(directory.resolve("mh.completion"), AutoComplete.bash("mh", root));
    }
}
