package org.manyhands.server.archive;

import java.io.IOException;
import org.manyhands.core.state.Archived;

/** The page of an archived job cannot be read: gone, damaged, or of a newer version. */
public final class PageLostException extends IOException {
    private static final long serialVersionUID = 1;

    PageLostException(Archived archived, String why) {
        super("job " + archived.id() + " (" + archived.name() + ") is archived, and its page cannot be read: " + why
                + "; 'mh doctor' says what is damaged, 'mh rm " + archived.id() + "' forgets the job");
    }
}
