package org.manyhands.server.link;

/** What the other end asks is not given, and never will be. */
final class LinkRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    LinkRefusedException(String sentence) {
        super(sentence);
    }
}
