package org.manyhands.worker.process;

/** Signals through the JDK, whose handles remember when their process started. */
final class HandleSignaller implements Signaller {
    private final ProcessTable table;

    HandleSignaller(ProcessTable table) {
        this.table = table;
    }

    @Override
    public void terminate(ProcessEntry process) {
        send(process, false);
    }

    @Override
    public void kill(ProcessEntry process) {
        send(process, true);
    }

    @Override
    public void killGroup(int firstPid) {
        // the JDK knows no groups
    }

    private void send(ProcessEntry process, boolean forcibly) {
        ProcessHandle.of(process.pid()).ifPresent(handle -> {
            ProcessEntry now = table.entry(process.pid());
            if (now != null && now.sameAs(process)) {
                boolean ignored = forcibly ? handle.destroyForcibly() : handle.destroy();
            }
        });
    }
}
