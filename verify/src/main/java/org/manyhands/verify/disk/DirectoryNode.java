package org.manyhands.verify.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A directory: its names when it was last forced, and what was done to them since. */
final class DirectoryNode implements Node {
    private final SortedMap<String, Node> now;
    private final SortedMap<String, Node> forced;
    /** Each is kept as a whole or not at all; a name that goes has no node. */
    private final List<SortedMap<String, Optional<Node>>> since = new ArrayList<>();

    DirectoryNode(SortedMap<String, Node> forced) {
        this.now = new TreeMap<>(forced);
        this.forced = forced;
    }

    @Nullable Node get(String name) {
        return now.get(name);
    }

    void put(String name, Node node) {
        change(new TreeMap<>(Map.of(name, Optional.of(node))));
    }

    void remove(String name) {
        change(new TreeMap<>(Map.of(name, Optional.empty())));
    }

    void rename(String from, String to, Node node) {
        change(new TreeMap<>(Map.of(from, Optional.empty(), to, Optional.of(node))));
    }

    private void change(SortedMap<String, Optional<Node>> names) {
        apply(names, now);
        since.add(names);
    }

    private static void apply(SortedMap<String, Optional<Node>> names, SortedMap<String, Node> to) {
        names.forEach((name, node) -> {
            if (node.isPresent()) {
                to.put(name, node.get());
            } else {
                to.remove(name);
            }
        });
    }

    @Override
    public void force() {
        since.forEach(names -> apply(names, forced));
        since.clear();
    }

    @Override
    public void putInto(Image image, Path path, Loss loss) {
        image.directories().add(path);
        SortedMap<String, Node> names = new TreeMap<>(forced);
        for (SortedMap<String, Optional<Node>> change : since) {
            if (loss.keepsName()) {
                apply(change, names);
            }
        }
        names.forEach((name, node) -> node.putInto(image, path.resolve(name), loss));
    }
}
