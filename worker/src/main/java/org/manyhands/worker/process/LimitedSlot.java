package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.manyhands.worker.cgroup.MemoryController;
import org.manyhands.worker.cgroup.MemoryGroup;
import org.manyhands.worker.process.CommandLookup.Found;
import org.manyhands.worker.process.Outcome.NotStarted;
import org.manyhands.worker.process.Outcome.Reason;
import org.manyhands.worker.user.UnixUser;
import org.manyhands.worker.user.UnixUsers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps tasks with a memory limit in a control group. A shell enters the group and then becomes the task, so no process of
 * it was ever outside; that costs such a task one more exec. Tasks without a limit are started as if this were not here.
 */
final class LimitedSlot implements Slot {
    private static final Logger LOG = LoggerFactory.getLogger(LimitedSlot.class);
    private static final ByteString SHELL = ByteString.copyFromUtf8("/bin/sh");
    private static final List<ByteString> ENTER = List.of(
            SHELL,
            ByteString.copyFromUtf8("-c"),
            ByteString.copyFromUtf8("echo 0 >\"$0\" || exit " + NotStarted.NODE_EXHAUSTED + "; exec \"$@\""));

    private final Slot slot;
    private final MemoryController controller;
    private final CommandLookup lookup = new CommandLookup(new JdkProbe());
    private @Nullable MemoryGroup group;

    LimitedSlot(Slot slot, MemoryController controller) {
        this.slot = slot;
        this.controller = controller;
    }

    @Override
    public Exit run(Command command, Dialogue dialogue, Limits limits, CancelHandle cancel) {
        if (limits.memoryBytes() == Limits.NO_MEMORY_LIMIT) {
            return slot.run(command, dialogue, limits, cancel);
        }
        return switch (lookup.find(command)) {
            case Found.Nowhere(NotStarted reason) -> Exit.notStarted(reason);
            case Found.At(ByteString path) -> {
                NotStarted obstacle = lookup.obstacle(command, path);
                yield obstacle != null ? Exit.notStarted(obstacle) : limited(command, path, dialogue, limits, cancel);
            }
        };
    }

    private Exit limited(Command command, ByteString path, Dialogue dialogue, Limits limits, CancelHandle cancel) {
        try {
            MemoryGroup entered = groupFor(limits.memoryBytes());
            admit(entered, command);
            long before = entered.kills();
            Exit exit = slot.run(entering(entered, command, path), dialogue, limits, cancel);
            return entered.kills() > before ? exit.stopped(Reason.OUT_OF_MEMORY) : exit;
        } catch (IOException refused) {
            return Exit.notStarted(new NotStarted(
                    NotStarted.NODE_EXHAUSTED,
                    "This node cannot keep the task to " + limits.memoryBytes() + " bytes of memory: "
                            + refused.getMessage()));
        }
    }

    /** The group of this slot; a new one if what tasks left in its page cache does not fit the limit. */
    private MemoryGroup groupFor(long bytes) throws IOException {
        MemoryGroup current = group;
        if (current != null) {
            try {
                current.limit(bytes);
                return current;
            } catch (IOException full) {
                leave();
            }
        }
        MemoryGroup made = controller.newGroup();
        group = made;
        made.limit(bytes);
        return made;
    }

    /** Only its owner may enter a group. */
    private static void admit(MemoryGroup group, Command command) throws IOException {
        group.admit(command.user().map(UnixUser::uid).orElseGet(UnixUsers::ownUid));
    }

    private static Command entering(MemoryGroup group, Command command, ByteString path) {
        List<ByteString> words = new ArrayList<>(ENTER);
        words.add(ByteString.copyFromUtf8(group.entrance().toString()));
        words.add(path);
        words.addAll(command.argv().subList(1, command.argv().size()));
        return command.withWords(words);
    }

    private void leave() {
        MemoryGroup left = group;
        group = null;
        try {
            if (left != null) {
                left.close();
            }
        } catch (IOException busy) {
            LOG.warn("A control group cannot be removed: {}", busy.toString());
        }
    }

    @Override
    public void close() {
        leave();
        slot.close();
    }
}
