package org.manyhands.cli.spec;

/**
 * A step takes the standard outputs of all tasks of another one, in the order of items.
 *
 * @param step whose outputs they are; this step comes after it as a whole
 */
public record Gather(String step, As as) {
    /** How the task finds them. */
    public enum As {
        /** Joined, on standard input. */
        STDIN,
        /** A file each, in one directory. */
        DIR,
        /** A file each, and a file that lists their paths. */
        LIST;

        String word() {
            return switch (this) {
                case STDIN -> "stdin";
                case DIR -> "dir";
                case LIST -> "list";
            };
        }
    }

    /** Whether there are files, which {@code {gather}} names. */
    boolean files() {
        return as != As.STDIN;
    }

    static As as(String text) throws SpecException {
        return switch (text) {
            case "stdin" -> As.STDIN;
            case "dir" -> As.DIR;
            case "list" -> As.LIST;
            default ->
                throw new SpecException(Text.quoted(text) + " is not a way to gather (expected: stdin, dir or list)");
        };
    }
}
