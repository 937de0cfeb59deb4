package org.manyhands.cli.spec;

/**
 * A place in a job file.
 *
 * @param file the name as the user gave it
 * @param line from 1
 * @param column from 1, in characters
 */
public record Location(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
