package org.manyhands.worker.process;

import java.io.IOException;
import java.util.Optional;
import org.manyhands.worker.cgroup.MemoryController;
import org.manyhands.worker.cgroup.NoMemoryControllerException;

/** Another starter, whose tasks are kept to their memory limit by control groups where this system has them. */
final class LimitedStarter implements ProcessStarter {
    private final ProcessStarter starter;
    private final Optional<MemoryController> controller;
    private final Containment containment;

    private LimitedStarter(ProcessStarter starter, Optional<MemoryController> controller, String sentence) {
        this.starter = starter;
        this.controller = controller;
        containment = starter.containment().and(sentence);
    }

    static LimitedStarter over(ProcessStarter starter) {
        try {
            MemoryController controller = MemoryController.find();
            return new LimitedStarter(starter, Optional.of(controller), controller.sentence());
        } catch (NoMemoryControllerException none) {
            return new LimitedStarter(
                    starter, Optional.empty(), "Memory limits are not kept: " + none.getMessage() + ".");
        }
    }

    @Override
    public Slot openSlot() {
        Slot slot = starter.openSlot();
        return controller.<Slot>map(limits -> new LimitedSlot(slot, limits)).orElse(slot);
    }

    @Override
    public Reaper startReaper(BootMark boot) throws IOException {
        return starter.startReaper(boot);
    }

    @Override
    public void requireUsers() throws UnsupportedSystemException {
        starter.requireUsers();
    }

    @Override
    public Containment containment() {
        return containment;
    }

    @Override
    public void close() {
        starter.close();
    }
}
