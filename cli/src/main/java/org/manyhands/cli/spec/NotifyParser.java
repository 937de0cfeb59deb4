package org.manyhands.cli.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.manyhands.core.plan.End;

/** Reads {@code notify:} and the flag of that name. */
final class NotifyParser {
    static final List<String> KEYS = List.of("command", "url", "on", "timeout");

    private static final int PORT_MAX = 65_535;

    private NotifyParser() {}

    /** One, or a list of them. */
    static List<Notify> parse(Node node, String subject) throws SpecException {
        List<Node> nodes = node instanceof Node.Sequence sequence ? sequence.elements() : List.of(node);
        checkCount(nodes.size(), subject, Optional.of(node.at()));
        List<Notify> all = new ArrayList<>();
        for (Node each : nodes) {
            all.add(one(each, nodes.size() == 1 ? subject : "element " + (all.size() + 1) + " of " + subject));
        }
        return all;
    }

    static void checkCount(int count, String subject, Optional<Location> at) throws SpecException {
        if (count > Notify.COUNT_MAX) {
            throw new SpecException(
                    subject + " names " + count + " commands and addresses (expected: at most " + Notify.COUNT_MAX
                            + "; one command may do several things)",
                    at);
        }
    }

    /** The text of the short form: an address, or a line for the shell. */
    static Notify text(String text) throws SpecException {
        if (text.indexOf('\0') >= 0) {
            throw new SpecException("a text with a NUL character, which no argument can hold");
        }
        return Notify.of(isAddress(text) ? url(text) : line(text));
    }

    /** Whether the short form takes a text for an address. */
    static boolean isAddress(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    private static Notify one(Node node, String subject) throws SpecException {
        if (node instanceof Node.Scalar) {
            return Fields.read(node, subject, NotifyParser::text);
        }
        if (!(node instanceof Node.Mapping)) {
            throw Fields.wrong(node, subject, "a command line, an address, or command: or url: with its keys");
        }
        Fields fields = Fields.of(node, subject, KEYS);
        return new Notify(
                hook(fields, subject),
                fields.node("on").isPresent() ? ends(fields.node("on").get(), fields.subject("on")) : Notify.EVERY_END,
                fields.read("timeout", Notify.TIMEOUT_MILLIS_DEFAULT, NotifyParser::timeout));
    }

    private static Notify.Hook hook(Fields fields, String subject) throws SpecException {
        Optional<Node> command = fields.node("command");
        Optional<Node> url = fields.node("url");
        if (command.isPresent() == url.isPresent()) {
            throw new SpecException(
                    subject + (url.isPresent() ? " has command: and url:" : " has neither command: nor url:")
                            + " (expected: one of them; several are a list)",
                    Optional.of(url.map(Node::at).orElse(fields.at())));
        }
        if (url.isPresent()) {
            return Fields.read(url.get(), fields.subject("url"), NotifyParser::url);
        }
        return command(command.orElseThrow(), fields.subject("command"));
    }

    private static Notify.Hook command(Node node, String subject) throws SpecException {
        if (!(node instanceof Node.Sequence)) {
            return Fields.read(node, subject, NotifyParser::line);
        }
        List<String> words = Fields.texts(node, subject);
        if (words.isEmpty() || words.getFirst().isBlank()) {
            throw new SpecException(
                    subject + " is empty (expected: a program and its arguments)", Optional.of(node.at()));
        }
        return new Notify.Hook.Argv(words);
    }

    private static Notify.Hook line(String text) throws SpecException {
        if (text.isBlank()) {
            throw new SpecException("the command is empty (expected: a line for the shell, or an address)");
        }
        return new Notify.Hook.Line(text);
    }

    private static Notify.Hook url(String text) throws SpecException {
        String expected = " (expected: an address such as https://host/path)";
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException wrong) {
            throw new SpecException(Text.quoted(text) + " is no address: " + wrong.getReason() + expected);
        }
        if (!isAddress(text)) {
            throw new SpecException(Text.quoted(text) + " is no address of the web" + expected);
        }
        if (uri.getHost() == null || uri.getPort() > PORT_MAX) {
            throw new SpecException(Text.quoted(text) + " names no host" + expected);
        }
        if (uri.getUserInfo() != null) {
            throw new SpecException("a user before the host is not sent" + expected);
        }
        return new Notify.Hook.Url(text);
    }

    private static List<End> ends(Node node, String subject) throws SpecException {
        Set<End> ends = EnumSet.noneOf(End.class);
        List<Node> nodes = node instanceof Node.Sequence sequence ? sequence.elements() : List.of(node);
        for (Node each : nodes) {
            ends.add(Fields.read(each, subject, NotifyParser::end));
        }
        if (ends.isEmpty()) {
            throw new SpecException(subject + " is empty (expected: some of " + words() + ")", Optional.of(node.at()));
        }
        return List.copyOf(ends);
    }

    private static End end(String text) throws SpecException {
        for (End end : End.values()) {
            if (end.word().equals(text)) {
                return end;
            }
        }
        String hint = Text.hint(text, Stream.of(End.values()).map(End::word).toList());
        throw new SpecException(
                Text.quoted(text) + " is no end of a job" + (hint.isEmpty() ? " (expected: " + words() + ")" : hint));
    }

    private static String words() {
        return String.join(", ", Stream.of(End.values()).map(End::word).toList());
    }

    private static long timeout(String text) throws SpecException {
        long millis = Durations.parse(text);
        if (millis < 1 || millis > Notify.TIMEOUT_MILLIS_MAX) {
            throw new SpecException(Text.quoted(text) + " is out of range (expected: more than 0, at most "
                    + Durations.print(Notify.TIMEOUT_MILLIS_MAX) + ")");
        }
        return millis;
    }
}
