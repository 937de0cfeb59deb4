package org.manyhands.server.control;

import org.manyhands.core.codec.Codec;
import org.manyhands.core.journal.Position;
import org.manyhands.core.state.State;

/**
 * A snapshot: the state, and how far the journal was written when it was taken. Grows at its end only, and to fewer
 * components than a state has, by which it is told from the snapshots of versions that wrote the state alone.
 */
public record Saved(State state, Position journal) {
    public static final Codec<Saved> CODEC = Codec.of(Saved.class);
    private static final Codec<State> STATES = Codec.of(State.class);

    /** How the encoding begins: the number of components, zigzag. */
    private static final byte FIRST_BYTE = 2 << 1;

    /**
     * Reads a snapshot; a state alone has no journal before it.
     *
     * @throws org.manyhands.core.codec.MalformedException if it is neither
     */
    public static Saved decode(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == FIRST_BYTE
                ? CODEC.decode(bytes)
                : new Saved(STATES.decode(bytes), Position.START);
    }
}
