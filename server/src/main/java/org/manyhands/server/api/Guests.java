package org.manyhands.server.api;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Who may ask without the token: other users of this machine, each for their own jobs. */
public interface Guests {
    /** There are none. */
    Guests NONE = (_, _) -> Optional.empty();

    /** The name of the user whose process made the connection; empty if that is not known, or nobody to serve. */
    Optional<String> find(InetSocketAddress from, InetSocketAddress to);
}
