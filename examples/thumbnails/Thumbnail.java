import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Makes a picture smaller, so that its longer side has a given number of pixels. Arguments: pixels, from, to. */
final class Thumbnail {
    public static void main(String[] args) throws IOException {
        BufferedImage picture = ImageIO.read(new File(args[1]));
        if (picture == null) {
            throw new IOException("not a picture: " + args[1]);
        }
        if (!ImageIO.write(scaled(picture, Integer.parseInt(args[0])), "png", new File(args[2]))) {
            throw new IOException("no writer for png");
        }
    }

    /** In halves as long as possible: one big step would look at a few pixels only and miss those between. */
    private static BufferedImage scaled(BufferedImage picture, int longer) {
        int before = Math.max(picture.getWidth(), picture.getHeight());
        int after = Math.max(longer, before / 2);
        BufferedImage smaller = drawn(picture, (double) after / before);
        return after == longer ? smaller : scaled(smaller, longer);
    }

    private static BufferedImage drawn(BufferedImage picture, double factor) {
        int width = Math.max(1, (int) Math.round(picture.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * factor));
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = result.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(picture, 0, 0, width, height, null);
        pen.dispose();
        return result;
    }
}
