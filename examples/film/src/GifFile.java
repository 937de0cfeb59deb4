import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** An animated GIF in the making, which will repeat for ever. */
final class GifFile implements Closeable {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    /** Sub-block 1 of the Netscape extension: the number of repetitions in two bytes, where 0 is "for ever". */
    private static final byte[] REPEAT_FOR_EVER = {1, 0, 0};

    private final ImageWriter writer;
    private final ImageOutputStream out;
    private final String delay;
    private boolean first = true;

    /** Begins a film; each picture will be shown for the given time, in hundredths of a second. */
    GifFile(OutputStream file, int delayCentis) throws IOException {
        delay = Integer.toString(delayCentis);
        out = new MemoryCacheImageOutputStream(file);
        writer = ImageIO.getImageWritersByFormatName("gif").next();
        writer.setOutput(out);
        writer.prepareWriteSequence(null);
    }

    /** Appends a picture, whose transparent pixels keep what the one before showed there. */
    void add(BufferedImage picture, int transparentIndex) throws IOException {
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode control = (IIOMetadataNode)
                root.getElementsByTagName("GraphicControlExtension").item(0);
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("delayTime", delay);
        control.setAttribute("transparentColorFlag", "TRUE");
        control.setAttribute("transparentColorIndex", Integer.toString(transparentIndex));
        if (first) {
            root.appendChild(repetition());
            first = false;
        }
        metadata.setFromTree(FORMAT, root);
        writer.writeToSequence(new IIOImage(picture, null, metadata), null);
    }

    private static IIOMetadataNode repetition() {
        IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
        extension.setAttribute("applicationID", "NETSCAPE");
        extension.setAttribute("authenticationCode", "2.0");
        extension.setUserObject(REPEAT_FOR_EVER);
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(extension);
        return extensions;
    }

    /** Ends the film; the stream below stays open. */
    @Override
    public void close() throws IOException {
        try (out) {
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }
}
