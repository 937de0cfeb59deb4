import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Paints the pictures of which the example makes thumbnails: waves around a point, in a colour and a shape of their own. */
final class Painter {
    public static void main(String[] args) throws IOException {
        File directory = new File(args[0]);
        write(directory, "wide", paint(960, 540, 0.55f));
        write(directory, "tall", paint(480, 800, 0.05f));
        write(directory, "square", paint(640, 640, 0.35f));
    }

    private static BufferedImage paint(int width, int height, float hue) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double distance = Math.hypot(x - width / 3.0, y - height / 3.0);
                float light = (float) (0.6 + 0.4 * Math.cos(distance / 25));
                picture.setRGB(x, y, Color.HSBtoRGB(hue + (float) distance / 4000, 0.7f, light));
            }
        }
        return picture;
    }

    private static void write(File directory, String name, BufferedImage picture) throws IOException {
        if (!ImageIO.write(picture, "png", new File(directory, name + ".png"))) {
            throw new IOException("no writer for png");
        }
    }
}
