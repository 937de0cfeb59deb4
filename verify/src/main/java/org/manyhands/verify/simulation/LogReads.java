package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Reads that see everything committed before: a leader asks a majority whether it still leads, a follower asks the leader. */
final class LogReads {
    private static final long READ_MILLIS_MAX = 1_000;

    private final SimulatedLog log;
    private final LogMember member;
    private List<Read> reads = new ArrayList<>();
    private List<Waiting> waiting = new ArrayList<>();
    private long round;

    /** A read that waits for a majority to say that this member still leads. */
    private record Read(long round, long index, Set<String> heard, CompletableFuture<Long> future) {}

    /** A read that waits for this member to have applied enough. */
    private record Waiting(long index, CompletableFuture<Long> future) {}

    LogReads(SimulatedLog log, LogMember member) {
        this.log = log;
        this.member = member;
    }

    /** The newest round of heartbeats. */
    long round() {
        return round;
    }

    CompletableFuture<Long> begin() {
        CompletableFuture<Long> future = new CompletableFuture<>();
        member.me().after(READ_MILLIS_MAX, "read timeout", () -> fail(future));
        if (member.leads()) {
            if (!member.ready()) {
                fail(future);
                return future;
            }
            round++;
            reads.add(new Read(round, member.commit(), new HashSet<>(Set.of(member.name())), future));
            confirm();
            log.replication().broadcast();
        } else {
            member.leader().ifPresentOrElse(name -> askLeader(name, future), () -> fail(future));
        }
        return future;
    }

    private void askLeader(String name, CompletableFuture<Long> future) {
        member.send(name, "read?", there -> there.reads().onAsked(member.name(), index -> await(index, future)));
    }

    private void onAsked(String asker, Consumer<Long> answer) {
        if (!member.leads()) {
            return;
        }
        SimulatedProcess process = member.cluster().control(asker);
        long life = process.life();
        // Only a message is sent there, and a read that fails is not answered: nobody needs the end of this.
        CompletableFuture<Void> _ = begin().thenAccept(index -> member.send(asker, "read index", there -> {
            if (process.life() == life) {
                answer.accept(index);
            }
        }));
    }

    void heard(String peer, long ofRound) {
        for (Read read : reads) {
            if (read.round <= ofRound) {
                read.heard.add(peer);
            }
        }
        confirm();
    }

    private void confirm() {
        List<Read> left = new ArrayList<>();
        for (Read read : reads) {
            if (member.majority(read.heard)) {
                await(read.index, read.future);
            } else {
                left.add(read);
            }
        }
        reads = left;
    }

    private void await(long index, CompletableFuture<Long> future) {
        waiting.add(new Waiting(index, future));
        serve();
    }

    /** More is applied than before. */
    void serve() {
        List<Waiting> served =
                waiting.stream().filter(each -> each.index <= member.applied()).toList();
        waiting = new ArrayList<>(
                waiting.stream().filter(each -> each.index > member.applied()).toList());
        served.forEach(each -> each.future.complete(member.applied()));
    }

    /** This member leads no more. */
    void failAll() {
        reads.forEach(read -> fail(read.future()));
        reads = new ArrayList<>();
    }

    private static void fail(CompletableFuture<Long> future) {
        future.completeExceptionally(new TimeoutException("no leader confirms the read"));
    }
}
