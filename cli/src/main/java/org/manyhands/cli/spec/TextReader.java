package org.manyhands.cli.spec;

/** Reads a value from its text. */
@FunctionalInterface
public interface TextReader<T> {
    /**
     * Reads the value that the text writes.
     *
     * @throws SpecException if the text is none of these values
     */
    T read(String text) throws SpecException;
}
