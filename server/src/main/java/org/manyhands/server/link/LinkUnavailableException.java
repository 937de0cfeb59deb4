package org.manyhands.server.link;

/** Nobody can say now whether what was sent was done; the same again later will tell. */
public final class LinkUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    LinkUnavailableException(String sentence) {
        super(sentence);
    }
}
