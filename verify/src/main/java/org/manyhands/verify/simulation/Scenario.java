package org.manyhands.verify.simulation;

import java.util.List;
import java.util.Set;
import org.manyhands.core.state.Health;
import org.manyhands.core.state.State;

/**
 * What a seed is about.
 *
 * @param calm only the control plane fails, and never for a whole time to live
 * @param faultMillis how long things go wrong
 * @param jobsKept so many jobs that have ended are not archived
 * @param oldPermille how many members begin with a program of an earlier version
 * @param identity somebody says which nodes belong to the cluster, once the level of the state allows it
 * @param losses packs are lost, with all their copies
 * @param killers some tasks take the node down that runs them, each time
 * @param voters control nodes come and go, and their logs are lost
 * @param stores of blobs, which lose their disks; 0: one that loses nothing but by its word
 * @param oldWorkers workers report what they should have dropped with their session
 * @param sick every task fails on one of the workers as long as things go wrong, which is long enough to try it again
 */
record Scenario(
        int members,
        int workers,
        int clients,
        boolean copiedDirectory,
        boolean calm,
        long ttlMillis,
        long faultMillis,
        long snapshotEvery,
        int commitsBeforeIndex,
        int jobsKept,
        int oldPermille,
        boolean identity,
        boolean losses,
        boolean upkeep,
        boolean killers,
        boolean sick,
        boolean voters,
        int stores,
        boolean oldWorkers,
        Weather weather,
        State initial) {

    private static final long LONG_PAST = 150_000;

    private static final int SEEDS_MODULUS = 16;

    /** Odd, as somebody says who belongs to the cluster. */
    private static final Set<Integer> VOTERS_SEEDS = Set.of(9, 13, 15);

    private static final Set<Integer> STORES_SEEDS = Set.of(0, 6, 12, 15);
    private static final Set<Integer> OLD_WORKERS_SEEDS = Set.of(0, 2, 6, 12);
    private static final List<Integer> STORES = List.of(3, 2, 3, 5, 1);

    /** Every other seed has an operator, some have a keeper, and the others are what they would be if there was none. */
    static Scenario of(long seed, Dice dice) {
        boolean calm = dice.permille(120);
        int members = dice.permille(300) ? 1 : 3;
        int workers = 1 + dice.below(4);
        boolean voters = !calm && VOTERS_SEEDS.contains((int) (seed % SEEDS_MODULUS));
        int stores = calm ? 0 : stores(seed);
        boolean sick = !calm && seed % 5 == 1 && workers > 1;
        return new Scenario(
                members,
                workers,
                1 + dice.below(2),
                !calm && dice.permille(200),
                calm,
                calm ? 6_000 : dice.between(1_500, 4_000),
                dice.between(15_000, 40_000) + (sick ? 4 * Health.SET_ASIDE_MILLIS : 0),
                dice.pick(java.util.List.of(5L, 25L, 100L)),
                dice.pick(java.util.List.of(4, 12, 512)),
                dice.pick(java.util.List.of(0, 3, 1_000, 1_000)),
                dice.pick(java.util.List.of(0, 0, 300, 1_000)) * (voters || stores > 0 ? 0 : 1),
                !calm && seed % 2 != 0,
                !calm && seed % 4 == 3 && stores == 0,
                !calm && seed % 3 == 0,
                !calm && seed % 4 == 2 && workers > 1,
                sick,
                voters,
                stores,
                !calm && OLD_WORKERS_SEEDS.contains((int) (seed % SEEDS_MODULUS)),
                calm ? Weather.FAIR : Weather.of(dice),
                voters ? Founding.of(initial(dice), members) : initial(dice));
    }

    private static int stores(long seed) {
        return STORES_SEEDS.contains((int) (seed % SEEDS_MODULUS))
                ? STORES.get((int) (seed / SEEDS_MODULUS % STORES.size()))
                : 0;
    }

    /** A new cluster, or one with a long past. */
    private static State initial(Dice dice) {
        State none = State.initial(dice.any() >>> 1);
        return none.withApplied(dice.permille(500) ? 0 : LONG_PAST);
    }
}
