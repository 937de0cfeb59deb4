package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.manyhands.core.Bytes;
import org.manyhands.server.blob.Spreading;

/** One blob on its way to several stores, as the one has it brought there to which it came. */
final class StorePut {
    private static final long SLOW_MILLIS = 300;
    private static final long ANSWER_MILLIS = 1_500;

    private final StoreNodes all;
    private final StoreNode front;
    private final Bytes blob;
    private final List<StoreNode> places = new ArrayList<>();
    private final List<String> receipts = new ArrayList<>();
    private final Spreading spreading;
    private final Consumer<List<String>> taker;
    private boolean told;
    private long turns;

    StorePut(StoreNodes all, StoreNode front, Bytes blob, Consumer<List<String>> taker) {
        this.all = all;
        this.front = front;
        this.blob = blob;
        this.taker = taker;
        places.add(front);
        places.addAll(all.others(front, blob));
        spreading = new Spreading(places.size(), all.wanted(), all.required(), all.rules());
    }

    void go() {
        for (OptionalInt next = spreading.next(); next.isPresent(); next = spreading.next()) {
            ask(places.get(next.getAsInt()));
        }
        if (spreading.over() && !told) {
            told = true;
            if (spreading.enough()) {
                taker.accept(List.copyOf(receipts));
            }
        }
        long turn = ++turns;
        front.after(SLOW_MILLIS, "put is slow", () -> {
            if (turn == turns && !told) {
                all.world().counts().count("store", "slow put");
                spreading.slow();
                go();
            }
        });
    }

    private void ask(StoreNode place) {
        Once<Boolean> answer = new Once<>(took -> {
            spreading.heard(took);
            if (took) {
                receipts.add(place.name());
            }
            go();
        });
        all.network()
                .send(
                        front,
                        place,
                        "copy",
                        () -> place.keep(
                                blob,
                                taken -> all.network().send(place, front, "receipt", () -> answer.accept(taken))));
        front.after(ANSWER_MILLIS, "copy timeout", () -> answer.accept(false));
    }
}
