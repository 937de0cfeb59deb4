package org.manyhands.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.State;

/** Bytes in a log outlive the program that wrote them: what was once written must be read, as the same, for ever. */
class GoldenTest {
    private static final String RESOURCE = "/golden.txt";

    /** A line: Family.Type, what it was written as, and what that means. */
    private record Line(String name, String hex, String text) {
        static Line parse(String line) {
            List<String> parts = List.of(line.split("\t", 3));
            return new Line(parts.get(0), parts.get(1), parts.get(2));
        }

        static Line of(Class<?> type, Object value) {
            return new Line(
                    GoldenTest.name(type),
                    write(family(type), value),
                    value.toString().replace("\n", "\\n"));
        }

        /** Written by a version whose type had fewer components. */
        boolean old() {
            return name.contains("@");
        }

        Class<?> type() {
            return types().stream()
                    .filter(type -> GoldenTest.name(type).equals(name.replaceAll("@.*", "")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no type " + name));
        }

        @Override
        public String toString() {
            return name + "\t" + hex + "\t" + text;
        }
    }

    private static List<Line> golden() {
        try (InputStream in = Objects.requireNonNull(GoldenTest.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Line::parse)
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>();
        Stream.of(Command.class, Reply.class, Event.class, org.manyhands.core.journal.Line.class)
                .forEach(family -> types.addAll(List.of(family.getPermittedSubclasses())));
        types.add(Entry.class);
        types.add(State.class);
        return types;
    }

    /** Commands, replies and events are read as their sealed family, so that their position is part of the bytes. */
    private static Class<?> family(Class<?> type) {
        return type.getInterfaces().length > 0 ? type.getInterfaces()[0] : type;
    }

    private static String name(Class<?> type) {
        return family(type).getSimpleName() + "." + type.getSimpleName();
    }

    private static <T> String write(Class<T> family, Object value) {
        return HexFormat.of().formatHex(Codec.of(family).encode(family.cast(value)));
    }

    @Test
    void shouldHaveALineForEveryType() {
        List<String> names = golden().stream().map(Line::name).toList();
        String missing = types().stream()
                .filter(type -> !names.contains(name(type)))
                .map(type -> Line.of(type, new Generator(21).value(type)).toString())
                .collect(Collectors.joining("\n"));
        assertThat(missing)
                .as("lines that %s lacks; read its head before you add them", RESOURCE)
                .isEmpty();
    }

    @Test
    void shouldReadAndWriteEveryLineAsItOnceDid() {
        for (Line line : golden()) {
            Class<?> type = line.type();
            Object value = Codec.of(family(type)).decode(HexFormat.of().parseHex(line.hex()));
            Line now = Line.of(type, value);
            assertThat(now.text()).as("what %s means", line.name()).isEqualTo(line.text());
            if (!line.old()) {
                assertThat(now.hex()).as("how %s is written", line.name()).isEqualTo(line.hex());
            }
        }
    }
}
