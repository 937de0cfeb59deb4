package org.manyhands.verify.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.reducing;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples give exactly what the same work gives when it is done in one piece by something else. */
final class ExamplesIT {
    private static final Map<String, BigDecimal> RATES =
            Map.of("EUR", BigDecimal.ONE, "USD", new BigDecimal("0.92"), "GBP", new BigDecimal("1.17"));

    @RegisterExtension
    final Mh mh = new Mh();

    @BeforeEach
    void copyExamples() throws IOException {
        Path from = Program.home().resolve("examples");
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, example(from.relativize(path).toString()));
            }
        }
    }

    private Path example(String name) {
        return mh.work().resolve("examples").resolve(name);
    }

    @Test
    void shouldCountWordsAsOnePipelineDoes() throws Exception {
        Ended counted = mh.shell("cat examples/wordcount/texts/*.txt | mh run examples/wordcount/wordcount.yaml")
                .exits(0);
        Ended plain = mh.env("LC_ALL", "C")
                .shell("cat examples/wordcount/texts/*.txt | tr -cs 'A-Za-z' '\\n' | tr 'A-Z' 'a-z' | sed '/^$/d'"
                        + " | sort | uniq -c | sort -k1,1nr -k2 | sed 's/^ *//'")
                .exits(0);
        assertThat(counted.lines()).isEqualTo(plain.lines()).hasSizeGreaterThan(100);
        assertThat(mh.run("tasks", "last", "-o", "ids").exits(0).lines())
                .as("several blocks and one sum")
                .hasSizeGreaterThan(3);
    }

    @Test
    void shouldMakeAThumbnailOfEachSizeForEachPicture() throws Exception {
        mh.run("run", "examples/thumbnails/thumbnails.yaml").exits(0);
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(mh.work().resolve("thumbnails.out"))) {
            for (Path file : files.toList()) {
                BufferedImage picture = ImageIO.read(file.toFile());
                found.put(String.valueOf(file.getFileName()), picture.getWidth() + "x" + picture.getHeight());
            }
        }
        assertThat(found)
                .containsOnly(
                        Map.entry("wide-160.png", "160x90"),
                        Map.entry("wide-80.png", "80x45"),
                        Map.entry("wide-32.png", "32x18"),
                        Map.entry("tall-160.png", "96x160"),
                        Map.entry("tall-80.png", "48x80"),
                        Map.entry("tall-32.png", "19x32"),
                        Map.entry("square-160.png", "160x160"),
                        Map.entry("square-80.png", "80x80"),
                        Map.entry("square-32.png", "32x32"));
    }

    @Test
    void shouldLoadWhatTheInputHasAtThatTimeAndNothingOfARunThatFails() throws Exception {
        var _ = mh.up();
        mh.shell("cd examples/etl && mh schedule add '0 0 29 2 *' -f etl.yaml --overlap skip --missed once")
                .exits(0);

        runNow(0);
        List<String> first = revenue();
        assertThat(first).isEqualTo(expectedRevenue());

        append("inbox/sales.csv", "2026-03-21,harbour,USD,100.00");
        runNow(0);
        List<String> second = revenue();
        assertThat(second).isEqualTo(expectedRevenue()).isNotEqualTo(first);

        append("inbox/sales.csv", "2026-03-21,market,CHF,10.00");
        String failed = runNow(1);
        assertThat(mh.run("job", failed).out()).contains("step convert", "CHF");
        assertThat(revenue()).isEqualTo(second);

        append("rates.csv", "CHF,1");
        runNow(0);
        assertThat(revenue()).isNotEqualTo(second);
        try (Stream<Path> files = Files.list(example("etl/shared"))) {
            assertThat(files).as("files, with temporary ones").hasSize(1);
        }
    }

    /** The id of the job. */
    private String runNow(int exitCode) throws IOException, InterruptedException {
        String job = mh.run("schedule", "run", "etl").exits(0).lines().getFirst();
        mh.run("wait", job).exits(exitCode);
        return job;
    }

    private void append(String name, String line) throws IOException {
        Files.writeString(example("etl").resolve(name), line + "\n", UTF_8, StandardOpenOption.APPEND);
    }

    private List<String> revenue() throws IOException {
        return Files.readAllLines(example("etl/shared/revenue.csv"));
    }

    private List<String> expectedRevenue() throws IOException {
        return Files.readAllLines(example("etl/inbox/sales.csv")).stream()
                .filter(line -> line.matches("2026-.*[0-9]"))
                .map(line -> line.split(",", -1))
                .collect(groupingBy(
                        sale -> sale[1], TreeMap::new, reducing(BigDecimal.ZERO, ExamplesIT::euros, BigDecimal::add)))
                .entrySet()
                .stream()
                .map(shop -> shop.getKey() + "," + shop.getValue())
                .toList();
    }

    private static BigDecimal euros(String[] sale) {
        return new BigDecimal(sale[3])
                .multiply(java.util.Objects.requireNonNull(RATES.get(sale[2])))
                .setScale(2, RoundingMode.HALF_EVEN);
    }
}
