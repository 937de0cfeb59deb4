package org.manyhands.cli.spec;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.manyhands.core.plan.End;
import org.manyhands.core.plan.Plan;

/**
 * {@code notify:}, somebody to be told when the job has ended.
 *
 * @param on the ends of which it is told, in their order
 * @param timeoutMillis of everything together, repeated requests included
 */
public record Notify(Hook hook, List<End> on, long timeoutMillis) {
    /** More than these in one job are refused. */
    static final int COUNT_MAX = Plan.NOTIFICATIONS_MAX;

    static final long TIMEOUT_MILLIS_DEFAULT = TimeUnit.SECONDS.toMillis(30);
    static final long TIMEOUT_MILLIS_MAX = TimeUnit.MINUTES.toMillis(10);
    static final List<End> EVERY_END = List.of(End.values());

    public Notify {
        on = List.copyOf(on);
    }

    /** On every end, with the default timeout. */
    static Notify of(Hook hook) {
        return new Notify(hook, EVERY_END, TIMEOUT_MILLIS_DEFAULT);
    }

    /** How somebody is told. */
    public sealed interface Hook {
        /** A line for {@code sh -c}. */
        record Line(String text) implements Hook {}

        /** A program and its arguments, no shell; at least one word. */
        record Argv(List<String> words) implements Hook {
            public Argv {
                words = List.copyOf(words);
            }
        }

        /** An address that gets a POST; {@code http} or {@code https}, with a host. */
        record Url(String address) implements Hook {}
    }
}
