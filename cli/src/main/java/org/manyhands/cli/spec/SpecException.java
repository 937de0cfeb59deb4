package org.manyhands.cli.spec;

import java.util.Optional;

/** What a user wrote cannot be a job: one sentence that says why, and where when that is known. */
public final class SpecException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final transient Optional<Location> location;

    public SpecException(String sentence, Optional<Location> location) {
        super(location.map(place -> place + ": ").orElse("") + sentence);
        this.sentence = sentence;
        this.location = location;
    }

    SpecException(String sentence) {
        this(sentence, Optional.empty());
    }

    /** The sentence without its place; {@link #getMessage()} has both. */
    public String sentence() {
        return sentence;
    }

    public Optional<Location> location() {
        return location;
    }

    /** The same mistake, at a place that the finder did not know; a place that is known already stays. */
    SpecException at(Optional<Location> place) {
        return location.isPresent() || place.isEmpty() ? this : new SpecException(sentence, place);
    }

    /** The same mistake, introduced by what the value was for: {@code timeout: …}. */
    SpecException of(String subject) {
        return new SpecException(subject + ": " + sentence, location);
    }
}
