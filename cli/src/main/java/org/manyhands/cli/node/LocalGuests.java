package org.manyhands.cli.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.manyhands.server.api.Guests;
import org.manyhands.worker.user.UnixUser;
import org.manyhands.worker.user.UnixUsers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other users of this machine, as the kernel knows them by their sockets. Never root: a process of root's may act for others. */
final class LocalGuests implements Guests {
    private static final Logger LOG = LoggerFactory.getLogger(LocalGuests.class);

    @Override
    public Optional<String> find(InetSocketAddress from, InetSocketAddress to) {
        try {
            OptionalInt uid = SocketOwners.connected(from, to);
            return uid.isEmpty() || uid.getAsInt() == UnixUser.ROOT
                    ? Optional.empty()
                    : UnixUsers.of(uid.getAsInt()).map(UnixUser::name);
        } catch (IOException unreadable) {
            LOG.warn("Who made a request cannot be seen: {}", unreadable.toString());
            return Optional.empty();
        }
    }
}
