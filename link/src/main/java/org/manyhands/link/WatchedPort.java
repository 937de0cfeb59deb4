package org.manyhands.link;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;

/** A port that lets only so many strangers connect. */
final class WatchedPort extends NioServerSocketChannel {
    private final Strangers strangers;

    WatchedPort(Strangers strangers) {
        this.strangers = strangers;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int count = super.doReadMessages(accepted);
        if (count == 1 && accepted.getLast() instanceof NioSocketChannel channel && !strangers.enter(channel)) {
            accepted.removeLast();
            channel.unsafe().closeForcibly();
            return 0;
        }
        return count;
    }
}
