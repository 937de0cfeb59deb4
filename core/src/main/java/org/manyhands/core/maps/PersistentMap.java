package org.manyhands.core.maps;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map. A change shares all but O(log n) nodes with the map it came from, and maps of equal content
 * have equal shape: it is a treap (Seidel and Aragon, 1996) whose priorities are a mix of the key's hash, so keys must
 * have a hash code that is the same in every JVM (numbers, strings, and the records of this core).
 */
public final class PersistentMap<K extends Comparable<K>, V> implements Iterable<PersistentMap.Entry<K, V>> {
    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null);

    private final @Nullable Node<K, V> root;

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    /** A key with its value. */
    public record Entry<K, V>(K key, V value) {}

    private record Node<K, V>(
            K key,
            V value,
            int priority,
            int size,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right) {
        Node<K, V> with(@Nullable Node<K, V> newLeft, @Nullable Node<K, V> newRight) {
            return node(key, value, priority, newLeft, newRight);
        }
    }

    @SuppressWarnings("unchecked")
    public static <K extends Comparable<K>, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    public int size() {
        return size(root);
    }

    public boolean isEmpty() {
        return root == null;
    }

    public Optional<V> get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return Optional.of(node.value);
            }
            node = order < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    /** The value of a key that must be there. */
    public V at(K key) {
        return get(key).orElseThrow(() -> new NoSuchElementException("no key " + key));
    }

    public boolean containsKey(K key) {
        return get(key).isPresent();
    }

    public PersistentMap<K, V> put(K key, V value) {
        return new PersistentMap<>(put(root, key, value));
    }

    public PersistentMap<K, V> remove(K key) {
        return containsKey(key) ? new PersistentMap<>(remove(root, key)) : this;
    }

    public Optional<Entry<K, V>> first() {
        Iterator<Entry<K, V>> entries = iterator();
        return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
    }

    public Optional<Entry<K, V>> last() {
        Node<K, V> node = root;
        while (node != null && node.right != null) {
            node = node.right;
        }
        return node == null ? Optional.empty() : Optional.of(new Entry<>(node.key, node.value));
    }

    public List<V> values() {
        List<V> values = new ArrayList<>(size());
        forEach((key, value) -> values.add(value));
        return values;
    }

    public void forEach(BiConsumer<? super K, ? super V> action) {
        for (Entry<K, V> entry : this) {
            action.accept(entry.key, entry.value);
        }
    }

    /**
     * The keys, ascending, of which this map has another value than one before, or one of them none: values are compared by identity.
     * What both share is not looked at, so this costs O(log n) for each such key if one was made of the other.
     */
    public List<K> changedSince(PersistentMap<K, V> before) {
        List<K> changed = new ArrayList<>();
        changed(before.root, root, changed);
        return changed;
    }

    /** The entries by ascending key. */
    @Override
    public Iterator<Entry<K, V>> iterator() {
        Deque<Node<K, V>> path = new ArrayDeque<>();
        descend(root, path);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !path.isEmpty();
            }

            @Override
            public Entry<K, V> next() {
                Node<K, V> node = path.pop();
                descend(node.right, path);
                return new Entry<>(node.key, node.value);
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof PersistentMap<?, ?> map) || map.size() != size()) {
            return false;
        }
        Iterator<?> theirs = map.iterator();
        for (Entry<K, V> entry : this) {
            if (!entry.equals(theirs.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (Entry<K, V> entry : this) {
            hash = 31 * hash + entry.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEach((key, value) -> text.append(text.length() == 1 ? "" : ", ")
                .append(key)
                .append('=')
                .append(value));
        return text.append('}').toString();
    }

    /** How the nodes hang together, for the test that equal maps do so equally: {@code (left key right)}. */
    String shape() {
        StringBuilder text = new StringBuilder();
        shape(root, text);
        return text.toString();
    }

    private static <K, V> void shape(@Nullable Node<K, V> node, StringBuilder text) {
        if (node != null) {
            text.append('(');
            shape(node.left, text);
            text.append(' ').append(node.key).append(' ');
            shape(node.right, text);
            text.append(')');
        }
    }

    private static <K, V> void descend(@Nullable Node<K, V> from, Deque<Node<K, V>> path) {
        for (Node<K, V> node = from; node != null; node = node.left) {
            path.push(node);
        }
    }

    private static int size(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    private static <K, V> Node<K, V> node(
            K key, V value, int priority, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(key, value, priority, 1 + size(left) + size(right), left, right);
    }

    private static <K extends Comparable<K>, V> Node<K, V> put(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return node(key, value, mix(key.hashCode()), null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return node(key, value, node.priority, node.left, node.right);
        }
        if (order < 0) {
            Node<K, V> left = put(node.left, key, value);
            return above(left, node)
                    ? left.with(left.left, node.with(left.right, node.right))
                    : node.with(left, node.right);
        }
        Node<K, V> right = put(node.right, key, value);
        return above(right, node)
                ? right.with(node.with(node.left, right.left), right.right)
                : node.with(node.left, right);
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return node.with(remove(node.left, key), node.right);
        }
        return order > 0 ? node.with(node.left, remove(node.right, key)) : merge(node.left, node.right);
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> merge(
            @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return above(left, right)
                ? left.with(left.left, merge(left.right, right))
                : right.with(merge(left, right.left), right.right);
    }

    @SuppressWarnings("ReferenceEquality")
    private static <K extends Comparable<K>, V> void changed(
            @Nullable Node<K, V> one, @Nullable Node<K, V> other, List<K> changed) {
        if (one == other) {
            return;
        }
        // What is on top of one is nowhere in the other, if it is not on top there too: equal keys have equal places.
        Node<K, V> top = other == null || (one != null && above(one, other)) ? one : other;
        if (top == null) {
            return;
        }
        changed(below(one, top.key), below(other, top.key), changed);
        if (one == null || other == null || !one.key.equals(other.key) || one.value != other.value) {
            changed.add(top.key);
        }
        changed(beyond(one, top.key), beyond(other, top.key), changed);
    }

    /** What comes before a key. */
    private static <K extends Comparable<K>, V> @Nullable Node<K, V> below(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = node.key.compareTo(key);
        return order == 0
                ? node.left
                : order < 0 ? node.with(node.left, below(node.right, key)) : below(node.left, key);
    }

    /** What comes after a key. */
    private static <K extends Comparable<K>, V> @Nullable Node<K, V> beyond(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = node.key.compareTo(key);
        return order == 0
                ? node.right
                : order > 0 ? node.with(beyond(node.left, key), node.right) : beyond(node.right, key);
    }

    private static <K extends Comparable<K>, V> boolean above(Node<K, V> one, Node<K, V> other) {
        return one.priority != other.priority ? one.priority > other.priority : one.key.compareTo(other.key) < 0;
    }

    /** The finaliser of MurmurHash3 (Austin Appleby), so that neighbouring keys get unrelated priorities. */
    private static int mix(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }
}
