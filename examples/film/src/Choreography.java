import java.util.ArrayList;
import java.util.List;

/** What happens in the film: everything is a function of time that repeats with period one. */
final class Choreography {
    private static final double TURN = 2 * Math.PI;
    private static final double RING_RADIUS = 2.35;
    private static final double BALL_RADIUS = 0.44;
    private static final double LEAP = 1.1;
    private static final int LEAPS_PER_LOOP = 3;

    private static final Floor FLOOR = new Floor(
            new Material(new Vector(0.52, 0.48, 0.43), 0.10, false),
            new Material(new Vector(0.025, 0.028, 0.045), 0.10, false));
    private static final Sphere CHROME = new Sphere(new Vector(0, 1.2, 0), 1.2, Material.metal(0.93, 0.95, 0.98));
    private static final List<Material> LACQUERS = List.of(
            Material.lacquer(0.70, 0.02, 0.03),
            Material.lacquer(0.85, 0.22, 0.01),
            Material.lacquer(0.80, 0.52, 0.01),
            Material.lacquer(0.03, 0.34, 0.08),
            Material.lacquer(0.01, 0.15, 0.60),
            Material.lacquer(0.22, 0.02, 0.40));
    private static final Material GOLD = Material.metal(1.0, 0.71, 0.29);

    private Choreography() {}

    /** The balls at a time: a bouncing ring around the chrome one, and two golden moons the other way. */
    static List<Surface> surfaces(double time) {
        List<Surface> surfaces = new ArrayList<>();
        surfaces.add(FLOOR);
        surfaces.add(CHROME);
        for (int i = 0; i < LACQUERS.size(); i++) {
            double place = (double) i / LACQUERS.size();
            Vector resting = onCircle(time + place, RING_RADIUS, BALL_RADIUS);
            double height = leap(LEAPS_PER_LOOP * time + 2 * place);
            surfaces.add(new Sphere(resting.plus(Vector.UP.times(height)), BALL_RADIUS, LACQUERS.get(i)));
        }
        for (double place : new double[] {0.25, 0.75}) {
            double height = 2.2 + 0.4 * Math.sin(TURN * (time + place));
            surfaces.add(new Sphere(onCircle(place - time, 1.62, height), 0.22, GOLD));
        }
        return List.copyOf(surfaces);
    }

    /** The sky with its sun; the offsets, each -1..1, choose a point of the sun's disc. */
    static Sky sky(double sunX, double sunY) {
        double size = 0.07;
        Vector towardsSun = new Vector(-0.62 + size * sunX, 0.62, 0.48 + size * sunY).unit();
        return new Sky(
                new Vector(0.78, 0.36, 0.16), new Vector(0.012, 0.05, 0.20), towardsSun, new Vector(1.45, 1.12, 0.78));
    }

    /** The camera, which swings to and fro at a constant height, so that the sky behind stands still. */
    static Camera camera(double time) {
        double place = 0.25 + 0.07 * Math.sin(TURN * time);
        return Camera.lookingAt(onCircle(place, 7.2, 2.3), new Vector(0, 1.15, 0), 3.1);
    }

    private static double leap(double time) {
        double phase = time - Math.floor(time);
        return LEAP * 4 * phase * (1 - phase);
    }

    private static Vector onCircle(double turns, double radius, double height) {
        return new Vector(radius * Math.cos(TURN * turns), height, radius * Math.sin(TURN * turns));
    }
}
