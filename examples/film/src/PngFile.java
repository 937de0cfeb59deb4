import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes pictures as PNG. By hand, as the format is small, and loading the JDK's imaging classes would cost each frame
 * a good part of the time that it takes to render.
 */
final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte BITS_PER_SAMPLE = 8;
    private static final byte TRUE_COLOUR = 2;
    private static final byte DIFFERENCE_FROM_ABOVE = 2;

    private PngFile() {}

    /** Writes a picture of three bytes per pixel (red, green, blue), row by row from the top. */
    static void write(OutputStream out, byte[] rgb, int width) throws IOException {
        int height = rgb.length / (3 * width);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put(BITS_PER_SAMPLE).put(TRUE_COLOUR);
        out.write(SIGNATURE);
        writeChunk(out, "IHDR", header.array());
        writeChunk(out, "IDAT", packed(rgb, 3 * width));
        writeChunk(out, "IEND", new byte[0]);
    }

    private static byte[] packed(byte[] rgb, int stride) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] line = new byte[1 + stride];
        line[0] = DIFFERENCE_FROM_ABOVE;
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            for (int start = 0; start < rgb.length; start += stride) {
                for (int i = 0; i < stride; i++) {
                    int above = start == 0 ? 0 : rgb[start + i - stride];
                    line[1 + i] = (byte) (rgb[start + i] - above);
                }
                deflater.write(line);
            }
        }
        return packed.toByteArray();
    }

    private static void writeChunk(OutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length).put(name).put(data).putInt((int) checksum.getValue());
        out.write(chunk.array());
    }
}
