import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Puts the frames together as a film that loops: {@code Assembler DIRECTORY FILE.gif}. */
final class Assembler {
    private static final int DELAY_CENTIS = 4;

    private Assembler() {}

    /** Reads the frames from the directory named first and writes the film into the file named second. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected: Assembler DIRECTORY FILE.gif");
        }
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
        assemble(FrameFiles.in(Path.of(arguments[0])), Path.of(arguments[1]));
    }

    private static void assemble(List<Path> frames, Path film) throws IOException {
        Histogram histogram = new Histogram();
        for (Path frame : frames) {
            histogram.add(read(frame));
        }
        Palette palette = Palette.of(histogram);
        Dither dither = new Dither(palette);
        try (OutputStream file = Files.newOutputStream(film);
                GifFile gif = new GifFile(file, DELAY_CENTIS)) {
            for (Path frame : frames) {
                gif.add(dither.next(read(frame)), palette.unchanged());
            }
        }
        System.out.println(frames.size() + " frames, " + Files.size(film) + " bytes");
    }

    private static BufferedImage read(Path frame) throws IOException {
        BufferedImage picture = ImageIO.read(frame.toFile());
        if (picture == null) {
            throw new IOException("not a picture: " + frame);
        }
        return picture;
    }
}
