package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.manyhands.core.plan.End;

/** Writes notifications as {@link NotifyParser} reads them. */
final class NotifyPrinter {
    private final UnaryOperator<String> text;

    /** @param text quotes a text where YAML needs it */
    NotifyPrinter(UnaryOperator<String> text) {
        this.text = text;
    }

    String print(List<Notify> all) {
        return all.size() == 1
                ? print(all.getFirst())
                : "[" + String.join(", ", all.stream().map(this::print).toList()) + "]";
    }

    private String print(Notify notify) {
        if (notify.hook() instanceof Notify.Hook.Line(String line)
                && !NotifyParser.isAddress(line)
                && notify.equals(Notify.of(notify.hook()))) {
            return text.apply(line);
        }
        List<String> keys = new ArrayList<>();
        switch (notify.hook()) {
            case Notify.Hook.Line(String line) -> keys.add("command: " + text.apply(line));
            case Notify.Hook.Argv(List<String> words) ->
                keys.add("command: ["
                        + String.join(", ", words.stream().map(text).toList()) + "]");
            case Notify.Hook.Url(String address) -> keys.add("url: " + text.apply(address));
        }
        if (!notify.on().equals(Notify.EVERY_END)) {
            keys.add("on: ["
                    + String.join(", ", notify.on().stream().map(End::word).toList())
                    + "]");
        }
        if (notify.timeoutMillis() != Notify.TIMEOUT_MILLIS_DEFAULT) {
            keys.add("timeout: " + Durations.print(notify.timeoutMillis()));
        }
        return "{" + String.join(", ", keys) + "}";
    }
}
