package org.manyhands.worker.stream;

import java.util.List;
import java.util.Optional;

/** Where a stream gets its items from, and where their results go. */
public interface Supply {
    /**
     * More items.
     *
     * @param max how many at most
     * @param wait whether to wait a moment if there are none now
     * @return none now, if the list is empty; none ever, if there is no list
     */
    Optional<List<Question>> more(int max, boolean wait);

    /** These were answered. */
    void answered(Answered answered);

    /** This one has failed. */
    void failed(Question question, Failure failure);
}
