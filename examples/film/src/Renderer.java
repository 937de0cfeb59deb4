import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Renders one frame of the film: {@code Renderer FRAME FILE.png}. */
final class Renderer {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 270;
    private static final int FRAMES = 120;
    private static final int EXPOSURES = 6;
    /** The share of a frame's time during which the shutter is open. */
    private static final double SHUTTER = 0.4;

    private Renderer() {}

    /** Renders the frame named by the first argument, 1..120, into the PNG file named by the second. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected: Renderer FRAME FILE.png");
        }
        int number = Integer.parseInt(arguments[0]);
        if (number < 1 || number > FRAMES) {
            throw new IllegalArgumentException("frame " + number + " is not one of 1 to " + FRAMES);
        }
        Image image = frame(number);
        try (OutputStream file = Files.newOutputStream(Path.of(arguments[1]))) {
            PngFile.write(file, image.developed(), WIDTH);
        }
    }

    private static Image frame(int number) {
        Image image = new Image(WIDTH, HEIGHT);
        for (int i = 0; i < EXPOSURES; i++) {
            Exposure exposure = Exposure.of(i, EXPOSURES);
            double time = (number - 1 + SHUTTER * exposure.instant()) / FRAMES;
            Scene scene = new Scene(Choreography.surfaces(time), Choreography.sky(exposure.sunX(), exposure.sunY()));
            image.expose(scene, Choreography.camera(time), exposure);
        }
        return image;
    }
}
