package org.manyhands.worker.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All processes of a task: those of its session, those that carry its marks, the orphans that are ascribed to it, and
 * whatever descends from any of these.
 */
final class ProcessTree {
    private static final int SELF = (int) ProcessHandle.current().pid();

    private final ProcessTable table;
    private final Adoption adoption;
    private final TaskIdentity task;

    ProcessTree(ProcessTable table, Adoption adoption, TaskIdentity task) {
        this.table = table;
        this.adoption = adoption;
        this.task = task;
    }

    int firstPid() {
        return task.pid();
    }

    /** Those that live now. */
    List<ProcessEntry> living() {
        Set<Integer> orphans = adoption.reapAndList();
        List<ProcessEntry> all = table.all();
        List<ProcessEntry> roots = new ArrayList<>();
        for (ProcessEntry entry : all) {
            if (entry.pid() != SELF && isRoot(entry, orphans)) {
                roots.add(entry);
            }
        }
        return livingDescendants(all, roots);
    }

    private boolean isRoot(ProcessEntry entry, Set<Integer> orphans) {
        return entry.pid() == task.pid()
                || entry.session() == task.pid()
                || (orphans.contains(entry.pid()) && adoption.endsWith(task, entry))
                || (!entry.zombie() && task.key().isPresent() && task.marks(table.environ(entry.pid())));
    }

    /** The roots and what descends from them, without this JVM and without zombies. */
    static List<ProcessEntry> livingDescendants(List<ProcessEntry> all, List<ProcessEntry> roots) {
        Map<Integer, List<ProcessEntry>> children = new HashMap<>();
        for (ProcessEntry entry : all) {
            children.computeIfAbsent(entry.parent(), parent -> new ArrayList<>())
                    .add(entry);
        }
        Set<Integer> seen = new HashSet<>(Set.of(SELF));
        Deque<ProcessEntry> open = new ArrayDeque<>(roots);
        List<ProcessEntry> living = new ArrayList<>();
        while (!open.isEmpty()) {
            ProcessEntry entry = open.removeFirst();
            if (seen.add(entry.pid())) {
                open.addAll(children.getOrDefault(entry.pid(), List.of()));
                if (!entry.zombie()) {
                    living.add(entry);
                }
            }
        }
        return living;
    }
}
