package org.manyhands.cli.progress;

import org.manyhands.server.api.JobView;

/** One line that is drawn over and over, on a terminal. */
final class Bar implements Progress {
    private static final int BAR_CELLS_MAX = 30;
    private static final String ERASE = "\r\u001b[K";

    private final int columns;
    private final Tally tally = new Tally();
    private String shown = "";
    private String toldReason = "";

    Bar(int columns) {
        this.columns = columns;
    }

    @Override
    public void show(JobView job) {
        tally.take(job);
        tally.reason().filter(reason -> !reason.equals(toldReason)).ifPresent(reason -> {
            clear();
            System.err.println("mh: " + reason);
            toldReason = reason;
        });
        String line = line(job);
        if (job.endedMillis() > 0) {
            System.err.println(ERASE + line);
            shown = "";
        } else if (!line.equals(shown)) {
            System.err.print(ERASE + line);
            shown = line;
        }
        System.err.flush();
    }

    private String line(JobView job) {
        StringBuilder text = new StringBuilder();
        text.append(tally.done).append('/').append(tally.items).append("  ").append(tally.rateText());
        if (job.endedMillis() == 0) {
            tally.eta().ifPresent(eta -> text.append("  eta ").append(eta));
            if (tally.running > 0) {
                text.append("  ").append(tally.running).append(" running");
            }
        }
        if (tally.failed > 0) {
            text.append("  ").append(tally.failed).append(" failed");
        }
        String steps = job.endedMillis() > 0 ? job.state() : tally.steps();
        if (job.steps().size() > 1 || job.endedMillis() > 0) {
            text.append("  ").append(steps);
        }
        int cells = Math.clamp(columns - text.length() - job.name().length() - 6L, 0, BAR_CELLS_MAX);
        String line = job.name() + " " + bar(cells) + text;
        return line.length() < columns ? line : line.substring(0, columns - 1);
    }

    private String bar(int cells) {
        if (cells < 5) {
            return "";
        }
        int full = tally.items == 0 ? cells : (int) (cells * tally.done / tally.items);
        return "[" + "█".repeat(full) + "·".repeat(cells - full) + "] ";
    }

    @Override
    public void clear() {
        if (!shown.isEmpty()) {
            System.err.print(ERASE);
            System.err.flush();
            shown = "";
        }
    }
}
