package org.manyhands.cli.notify;

import org.manyhands.core.command.Command.RecordNotice;

/**
 * What became of telling somebody.
 *
 * @param ok whether it was taken
 * @param outcome what the other side answered, or why it was not reached; at most as long as the log takes
 */
public record Delivery(boolean ok, String outcome) {
    public Delivery {
        int most = RecordNotice.OUTCOME_MAX;
        if (outcome.length() > most) {
            boolean pair = Character.isHighSurrogate(outcome.charAt(most - 1));
            outcome = outcome.substring(0, pair ? most - 1 : most);
        }
    }
}
