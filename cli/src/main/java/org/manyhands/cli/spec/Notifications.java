package org.manyhands.cli.spec;

import com.google.protobuf.ByteString;
import java.net.URI;
import java.util.List;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.Notification;
import org.manyhands.wire.NotificationTemplate;

/** Compiles {@code notify:}. */
final class Notifications {
    private Notifications() {}

    /** @param directory where commands run */
    static Notification compile(Notify notify, String directory) {
        NotificationTemplate.Builder template = NotificationTemplate.newBuilder()
                .setTimeoutMillis(notify.timeoutMillis())
                .setDirectory(ByteString.copyFromUtf8(directory));
        argv(notify.hook()).forEach(word -> template.addArgv(ByteString.copyFromUtf8(word)));
        if (notify.hook() instanceof Notify.Hook.Url(String address)) {
            template.setUrl(address);
        }
        return new Notification(
                what(notify.hook()), notify.on(), Bytes.copyOf(template.build().toByteArray()));
    }

    private static List<String> argv(Notify.Hook hook) {
        return switch (hook) {
            case Notify.Hook.Line(String text) -> List.of("/bin/sh", "-c", text);
            case Notify.Hook.Argv(List<String> words) -> words;
            case Notify.Hook.Url _ -> List.of();
        };
    }

    /** Of an address only where it is: what follows is often a secret. */
    private static String what(Notify.Hook hook) {
        return switch (hook) {
            case Notify.Hook.Line(String text) -> Text.shown(text);
            case Notify.Hook.Argv(List<String> words) -> Text.shown(String.join(" ", words));
            case Notify.Hook.Url(String address) -> {
                URI uri = URI.create(address);
                yield Text.shown(uri.getScheme() + "://" + uri.getRawAuthority()
                        + (uri.getRawPath().length() > 1 || uri.getRawQuery() != null ? "/…" : ""));
            }
        };
    }
}
