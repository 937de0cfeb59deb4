package org.manyhands.core.machine;

/** Names that nodes and tokens may have: they are said on command lines, and part of certificates. */
final class Names {
    private Names() {}

    /** Whether it is a name of at most so many letters, digits and other characters. */
    static boolean valid(String name, int max, String others) {
        return !name.isEmpty()
                && name.length() <= max
                && name.chars().allMatch(character -> plain(character) || others.indexOf(character) >= 0);
    }

    private static boolean plain(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }
}
