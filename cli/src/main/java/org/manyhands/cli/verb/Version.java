package org.manyhands.cli.verb;

/** The version of the program. */
final class Version {
    static final String TEXT = "mh 0.1.0";

    private Version() {}
}
