package org.manyhands.verify.simulation;

import java.util.function.Consumer;

/** Takes the first value and ignores all later ones. */
final class Once<T> implements Consumer<T> {
    private final Consumer<T> taker;
    private boolean taken;

    Once(Consumer<T> taker) {
        this.taker = taker;
    }

    boolean taken() {
        return taken;
    }

    @Override
    public void accept(T value) {
        if (!taken) {
            taken = true;
            taker.accept(value);
        }
    }
}
