package org.manyhands.verify.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The processes of one test, found by the test's directory: it is in the environment of the program (MH_DATA) and of every
 * task (MH_OUT), and children inherit it whatever session or parent they have.
 */
final class Processes {
    private final String directory;

    Processes(String directory) {
        this.directory = directory;
    }

    /** Everything that lives: the program, its reaper, tasks and what they started. */
    List<ProcessHandle> all() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> environment(process).contains(directory))
                .toList();
    }

    /** Tasks and what they started. */
    List<ProcessHandle> tasks() {
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process).contains("\0MH_OUT=" + directory))
                .toList();
    }

    /** What these words are on the command line of. */
    static List<ProcessHandle> withWords(String words) {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        read(process, "cmdline").replace('\0', ' ').strip().equals(words))
                .toList();
    }

    static String describe(ProcessHandle process) {
        return process.pid() + " " + read(process, "cmdline").replace('\0', ' ');
    }

    private static String environment(ProcessHandle process) {
        return "\0" + read(process, "environ");
    }

    /** Empty for a process that is gone, a zombie, or another user's. */
    private static String read(ProcessHandle process, String name) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), name), ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
