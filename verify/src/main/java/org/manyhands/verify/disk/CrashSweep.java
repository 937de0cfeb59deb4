package org.manyhands.verify.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.manyhands.store.files.Removal;

/**
 * Crashes a {@link Life} after each of its operations. Once the power goes and the next process recovers what the disk has kept;
 * once only the process dies, the next one goes on with what the kernel still has, and the power goes later.
 */
public final class CrashSweep {
    /** So many mixtures of what is kept and lost are tried for each crash; the system property {@code mh.crash.seeds}. */
    private static final int SEEDS = Integer.getInteger("mh.crash.seeds", 3);

    /** So many operations are drawn at which the second process loses the power. */
    private static final int SECOND_CRASHES = 4;

    private final Supplier<? extends Life> lives;
    private final Set<Fault> faults;
    private int operations;
    private int crashes;
    private int recoveries;

    /**
     * How much was tried.
     *
     * @param operations of a life without a crash
     * @param recoveries of what a crash had left
     */
    public record Report(int operations, int crashes, int recoveries) {}

    public CrashSweep(Supplier<? extends Life> lives, Fault... faults) {
        this.lives = lives;
        this.faults = EnumSet.noneOf(Fault.class);
        this.faults.addAll(List.of(faults));
    }

    /**
     * Tries them all.
     *
     * @throws AssertionError if a promise was not kept; it says after which operation and what was lost
     */
    public Report run() throws Exception {
        operations = Math.toIntExact(crash(Long.MAX_VALUE, -1));
        for (int after = 0; after < operations; after++) {
            var _ = crash(after, -1);
        }
        for (int after = 0; after < operations; after++) {
            var _ = crash(after, Long.MAX_VALUE);
            SplittableRandom random = new SplittableRandom(after);
            for (int again = 0; again < SECOND_CRASHES; again++) {
                var _ = crash(after, random.nextInt(operations));
            }
        }
        return new Report(operations, crashes, recoveries);
    }

    /** The operations done; the second process does {@code more} of them, or there is none if that is negative. */
    private long crash(long after, long more) throws Exception {
        try (Scratch scratch = new Scratch()) {
            Life life = lives.get();
            Path root = Files.createDirectory(scratch.next());
            life.prepare(root);
            try (ForgetfulDisk disk = new ForgetfulDisk(root, faults)) {
                live(life, disk, after);
                if (more >= 0) {
                    disk.restart();
                    live(life, disk, more);
                }
                crashes++;
                Set<Image> seen = new HashSet<>();
                for (Loss loss : Loss.some(after, SEEDS)) {
                    Image left = disk.after(loss);
                    if (seen.add(left)) {
                        check(life, left, scratch.next(), loss + ", after\n  " + String.join("\n  ", disk.history()));
                    }
                }
                return disk.history().size();
            }
        }
    }

    private static void live(Life life, ForgetfulDisk disk, long operations) throws Exception {
        disk.stopAfter(operations);
        try {
            life.write(disk.root());
        } catch (Exception failed) {
            if (!disk.stopped()) {
                throw failed;
            }
        }
    }

    private void check(Life life, Image left, Path root, String crash) throws IOException {
        left.layOut(root);
        recoveries++;
        try {
            life.check(root);
        } catch (Exception | AssertionError broken) {
            throw new AssertionError(crash + "\n" + broken.getMessage(), broken);
        }
        Removal.of(root);
    }
}
