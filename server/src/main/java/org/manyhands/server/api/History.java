package org.manyhands.server.api;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.manyhands.core.command.Event;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.journal.Line.Happened;
import org.manyhands.core.state.Job;
import org.manyhands.server.journal.Damage;
import org.manyhands.server.journal.Journal;

/** What the journal knows of one job. Not thread-safe. */
final class History {
    /** So many events of a job are shown beside the first; the newest. */
    private static final int EVENTS_MAX = 50;

    /** So many times that a task was given to a node are told; the newest. */
    private static final int GIVEN_MAX = 20;

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Journal journal;
    private final Job job;
    private List<Damage> damages = List.of();

    History(Journal journal, Job job) {
        this.journal = journal;
        this.job = job;
    }

    static String moment(long millis) {
        return MOMENT.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }

    /** What was found missing when it was read last, a sentence each. */
    List<String> damages() {
        return Damages.sentences(damages);
    }

    private interface Told {
        void event(Happened line, Event event);
    }

    private void each(Told told) throws IOException {
        damages = journal.read(Happened::ticks, job.submittedTicks(), line -> {
            for (Event event : line.events()) {
                if (Happenings.job(event).filter(id -> id == job.id()).isPresent()) {
                    told.event(line, event);
                }
            }
            return true;
        });
    }

    /** How the job began and ended, when its steps did, who changed it, what was taken back and where it went. */
    HistoryView ofJob() throws IOException {
        Happenings happenings = new Happenings(_ -> Optional.of(job));
        StepTimes steps = new StepTimes(job);
        Moves moves = new Moves();
        List<EventView> events = new ArrayList<>();
        long[] omitted = {0};
        each((line, event) -> {
            steps.before(line, event).ifPresent(events::add);
            if (tells(event)) {
                EventView view = happenings.view(line, event);
                events.add(view);
                moves.told(event, view);
            }
            moves.happened(event);
            steps.after(line, event).ifPresent(events::add);
            while (events.size() > EVENTS_MAX + 1) {
                events.remove(1);
                omitted[0]++;
            }
        });
        return new HistoryView(events.stream().map(moves::with).toList(), omitted[0], damages());
    }

    /** What happens to each task is too much for a history of a job, but for what was taken from a node. */
    private static boolean tells(Event event) {
        return !(event instanceof Event.ItemsGranted
                || event instanceof Event.ItemsOk
                || event instanceof Event.ItemsFailed
                || event instanceof Event.ItemsWaiting);
    }

    /** Where a task was and what became of it there, a sentence for each time. */
    List<String> ofTask(int step, long item) throws IOException {
        List<String> sentences = new ArrayList<>();
        each((line, event) -> {
            String at = " at " + moment(line.wallMillis());
            switch (event) {
                case Event.ItemsGranted granted
                when has(granted.step().step() == step, granted.items(), item) ->
                    sentences.add("it was given to node " + granted.node() + ", boot " + granted.boot() + "," + at);
                case Event.ItemsOk ok
                when has(ok.step().step() == step, ok.items(), item) -> end(sentences, "and succeeded" + at);
                case Event.ItemsFailed failed
                when has(failed.step().step() == step, failed.items(), item) ->
                    end(sentences, "and failed" + at + ": " + failed.reason());
                case Event.ItemsWaiting waiting
                when has(waiting.step().step() == step, waiting.items(), item) ->
                    end(sentences, "and failed" + at + ", to be tried again: " + waiting.reason());
                case Event.ItemsFreed freed
                when has(freed.step().step() == step, freed.items(), item) ->
                    end(sentences, "and taken back" + at + ": " + freed.reason());
                case Event.ItemsStruck struck
                when has(struck.step().step() == step, struck.items(), item) -> end(sentences, "(it was running then)");
                case Event.ItemsReset reset
                when has(reset.step().step() == step, reset.items(), item) ->
                    sentences.add("it was to be done again" + at);
                case Event.ResultsLost lost
                when has(lost.step().step() == step, lost.items(), item) ->
                    sentences.add("its result was lost with all copies" + at
                            + (lost.again() ? ", and it was to be done again" : ", and so it failed"));
                case Event.JobRetried retried -> sentences.add("the job was retried by " + retried.actor() + at);
                case Event.JobCancelling cancelling -> sentences.add(cancelled(cancelling) + at);
                default -> {}
            }
            while (sentences.size() > GIVEN_MAX) {
                sentences.removeFirst();
            }
        });
        return sentences;
    }

    private static boolean has(boolean sameStep, ItemSet items, long item) {
        return sameStep && items.contains(item);
    }

    private static void end(List<String> sentences, String how) {
        sentences.add(
                (sentences.isEmpty() ? "it was given to a node before what is kept, " : sentences.removeLast() + " ")
                        + how);
    }

    /** Who ended the job early, and when; empty if nobody did. */
    List<String> ofCancelling() throws IOException {
        List<String> sentences = new ArrayList<>();
        each((line, event) -> {
            if (event instanceof Event.JobCancelling cancelling) {
                sentences.add(cancelled(cancelling) + " at " + moment(line.wallMillis()));
            }
        });
        return sentences.isEmpty() ? sentences : List.of(sentences.getLast());
    }

    private static String cancelled(Event.JobCancelling cancelling) {
        return cancelling.byRule()
                ? "the job was stopped by its rule"
                : "the job was cancelled by " + cancelling.actor();
    }
}
