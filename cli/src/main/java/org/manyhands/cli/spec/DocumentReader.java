package org.manyhands.cli.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one YAML or JSON document as nodes with their places. Stricter than YAML: no duplicate keys, aliases, tags or
 * second documents, and bounded in depth, so that a small file cannot become a large job by surprise.
 */
final class DocumentReader implements AutoCloseable {
    static final int DEPTH_MAX = 16;

    private static final YAMLFactory YAML = new YAMLFactory();
    private static final JsonFactory JSON = new JsonFactory();

    private final String file;
    private final JsonParser parser;

    private DocumentReader(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** The document; a name that ends in {@code .json} is JSON, anything else YAML. */
    static Node read(SourceText source) throws SpecException {
        JsonFactory format = source.name().endsWith(".json") ? JSON : YAML;
        try (DocumentReader reader = new DocumentReader(source.name(), format.createParser(source.text()))) {
            return reader.document();
        } catch (JsonProcessingException e) {
            throw SyntaxErrors.explain(source, e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string", e);
        }
    }

    private Node document() throws IOException, SpecException {
        if (parser.nextToken() == null) {
            throw new SpecException(file + " is empty (expected: a job with run: or steps:)");
        }
        Node node = node(1);
        if (parser.nextToken() != null) {
            throw mistake("a second document (expected: one job a file)");
        }
        return node;
    }

    /** The node that starts at the current token; afterwards the current token is its last. */
    private Node node(int depth) throws IOException, SpecException {
        refuseCleverness();
        if (depth > DEPTH_MAX) {
            throw mistake("nested more than " + DEPTH_MAX + " deep (expected: a job with run: or steps:)");
        }
        Location at = at();
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(depth, at);
            case START_ARRAY -> sequence(depth, at);
            case VALUE_STRING -> scalar(Node.Scalar.Kind.TEXT, at);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(Node.Scalar.Kind.NUMBER, at);
            case VALUE_TRUE, VALUE_FALSE -> scalar(Node.Scalar.Kind.BOOLEAN, at);
            case VALUE_NULL -> scalar(Node.Scalar.Kind.NULL, at);
            default -> throw mistake("a value that is no text, number, list or map");
        };
    }

    private void refuseCleverness() throws IOException, SpecException {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw mistake("alias '*" + parser.getText()
                    + "' is not supported (expected: the value itself; a text that starts with '*' wants quotes)");
        }
        if (parser.getTypeId() instanceof String tag && !tag.equals("!")) {
            throw mistake("tag " + Text.quoted(tag)
                    + " is not supported (expected: the value alone, in quotes if it begins with '!')");
        }
    }

    private Node scalar(Node.Scalar.Kind kind, Location at) throws IOException {
        boolean jsonNull = kind == Node.Scalar.Kind.NULL && !(parser instanceof YAMLParser);
        return new Node.Scalar(jsonNull ? "" : parser.getText(), kind, at);
    }

    private Node sequence(int depth, Location at) throws IOException, SpecException {
        List<Node> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(node(depth + 1));
        }
        return new Node.Sequence(elements, at);
    }

    private Node mapping(int depth, Location at) throws IOException, SpecException {
        List<Node.Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Location place = at();
            if (!keys.add(key)) {
                throw mistake("key " + Text.quoted(key) + " stands here a second time");
            }
            parser.nextToken();
            entries.add(new Node.Entry(key, place, node(depth + 1)));
        }
        return new Node.Mapping(entries, at);
    }

    private Location at() {
        JsonLocation place = parser.currentTokenLocation();
        return new Location(file, place.getLineNr(), place.getColumnNr());
    }

    private SpecException mistake(String sentence) {
        return new SpecException(sentence, Optional.of(at()));
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
