package org.manyhands.server.blob;

import java.io.IOException;
import java.util.List;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkStream;

/** The stores of the other control nodes. Safe for concurrent use. */
public interface OtherStores {
    /** Who has one, by names in the log. */
    List<String> names();

    /** Where one of them is; empty if that is not known. */
    List<Endpoint> addresses(String name);

    /** A stream to one of them, for the caller to close. */
    LinkStream open(String name) throws IOException;
}
