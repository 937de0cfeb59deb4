package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of a map in a job file, and typed access to their values. */
final class Fields {
    private static final Set<String> LATER = Set.of("schedule", "files", "cache");

    private final String owner;
    private final Map<String, Node.Entry> entries = new LinkedHashMap<>();
    private final Location at;

    private Fields(String owner, Location at) {
        this.owner = owner;
        this.at = at;
    }

    /** Takes a map whose keys are all known; the owner is how a sentence calls it: {@code step 'frames'}. */
    static Fields of(Node node, String owner, List<String> known) throws SpecException {
        if (!(node instanceof Node.Mapping mapping)) {
            throw wrong(node, owner, "keys such as " + String.join(", ", known.subList(0, Math.min(3, known.size()))));
        }
        Fields fields = new Fields(owner, mapping.at());
        for (Node.Entry entry : mapping.entries()) {
            if (!known.contains(entry.key())) {
                throw unknown(entry, owner, known);
            }
            fields.entries.put(entry.key(), entry);
        }
        return fields;
    }

    private static SpecException unknown(Node.Entry entry, String owner, List<String> known) {
        if (LATER.contains(entry.key())) {
            return new SpecException(
                    "key '" + entry.key() + "' in " + owner + " is not supported yet", Optional.of(entry.at()));
        }
        String hint = Text.hint(entry.key(), known);
        return new SpecException(
                "unknown key " + Text.quoted(entry.key()) + " in " + owner
                        + (hint.isEmpty() ? " (expected: " + String.join(", ", known) + ")" : hint),
                Optional.of(entry.at()));
    }

    /** The sentence for a value of the wrong type. */
    static SpecException wrong(Node found, String subject, String expected) {
        return new SpecException(
                subject + " is " + found.describe() + " (expected: " + expected + ")", Optional.of(found.at()));
    }

    Location at() {
        return at;
    }

    Optional<Node> node(String key) {
        return Optional.ofNullable(entries.get(key)).map(Node.Entry::value);
    }

    String subject(String key) {
        return "'" + key + "' in " + owner;
    }

    /** Reads a value with a reader of texts and adds subject and place to what it says. */
    <T> T read(String key, T otherwise, TextReader<T> reader) throws SpecException {
        Optional<Node> node = node(key);
        return node.isEmpty() ? otherwise : read(node.get(), subject(key), reader);
    }

    static <T> T read(Node node, String subject, TextReader<T> reader) throws SpecException {
        String text = text(node, subject);
        try {
            return reader.read(text);
        } catch (SpecException e) {
            throw e.of(subject).at(Optional.of(node.at()));
        }
    }

    /** Any scalar as it was written; {@code 1} and {@code true} are texts here. */
    static String text(Node node, String subject) throws SpecException {
        if (node instanceof Node.Scalar scalar) {
            if (scalar.kind() != Node.Scalar.Kind.NULL || !scalar.text().isEmpty()) {
                return withoutNul(scalar, subject);
            }
        }
        throw wrong(node, subject, "a text");
    }

    private static String withoutNul(Node.Scalar scalar, String subject) throws SpecException {
        if (scalar.text().indexOf('\0') >= 0) {
            throw new SpecException(
                    subject + " holds a NUL character, which no argument can", Optional.of(scalar.at()));
        }
        return scalar.text();
    }

    /** A list of texts; one text alone is a list of one. */
    static List<String> texts(Node node, String subject) throws SpecException {
        if (!(node instanceof Node.Sequence sequence)) {
            if (node instanceof Node.Mapping) {
                throw wrong(node, subject, "a list of texts");
            }
            return List.of(text(node, subject));
        }
        List<String> texts = new ArrayList<>();
        for (Node element : sequence.elements()) {
            texts.add(text(element, "element " + (texts.size() + 1) + " of " + subject));
        }
        return texts;
    }
}
