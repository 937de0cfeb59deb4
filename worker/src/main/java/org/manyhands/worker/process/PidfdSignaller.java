package org.manyhands.worker.process;

import java.lang.foreign.Arena;

/** Signals through a pidfd, opened and then compared with what was seen. */
final class PidfdSignaller implements Signaller {
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;

    private final ProcessTable table;

    PidfdSignaller(ProcessTable table) {
        this.table = table;
    }

    @Override
    public void terminate(ProcessEntry process) {
        send(process, SIGTERM, SIGCONT);
    }

    @Override
    public void kill(ProcessEntry process) {
        send(process, SIGKILL);
    }

    @Override
    public void killGroup(int firstPid) {
        try (Arena arena = Arena.ofConfined()) {
            Libc.kill(Errno.in(arena), -firstPid, SIGKILL);
        }
    }

    private void send(ProcessEntry process, int... signals) {
        try (Arena arena = Arena.ofConfined()) {
            Errno errno = Errno.in(arena);
            int pidfd = Libc.pidfdOpen(errno, process.pid());
            if (pidfd < 0) {
                return;
            }
            ProcessEntry now = table.entry(process.pid());
            if (now != null && now.sameAs(process)) {
                for (int signal : signals) {
                    Libc.pidfdSendSignal(errno, pidfd, signal);
                }
            }
            Libc.close(errno, pidfd);
        }
    }
}
