package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.manyhands.core.plan.End;
import org.manyhands.core.plan.Retry;
import org.manyhands.store.split.Splitter.Cut;

class SpecPrinterTest {
    private static final List<String> HARD = List.of(
            "",
            " ",
            "a b",
            "-",
            "- x",
            "@f",
            "null",
            "~",
            "yes",
            "1",
            "1_000",
            "0x1f",
            "1:30",
            "a: b",
            "a #b",
            "*",
            "&a",
            "!x",
            "'",
            "\"",
            "\\",
            "\n",
            "a\nb\n",
            "\t",
            "\u0085",
            "\u00a0",
            "\u2028",
            "\ufeff",
            "ü",
            "😀",
            "%",
            "|",
            ">",
            "[a]",
            "{{a}}",
            "=",
            "<<",
            "...",
            "---",
            ",",
            "?",
            ".5",
            "1e3",
            "{ }",
            "\r\n",
            "trailing ",
            "\u007f",
            "\u0001");

    @Test
    void shouldReadBackWhatItPrints() throws SpecException {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            JobSpec job = job(random);
            String yaml = SpecPrinter.print(job);
            JobSpec again = JobFile.parse("job.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                    .spec();
            assertThat(again).as(yaml).isEqualTo(job);
        }
    }

    private static JobSpec job(Random random) {
        List<StepSpec> steps = new ArrayList<>();
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            steps.add(step(random, i));
        }
        String name = List.of("film", "my job", "1", "null", "ü: #", "[x").get(random.nextInt(6));
        Optional<String> result = random.nextBoolean() ? Optional.of("s" + random.nextInt(count)) : Optional.empty();
        return new JobSpec(name, steps, result, random.nextInt(-1000, 1001), notify(random));
    }

    private static List<Notify> notify(Random random) {
        List<Notify> all = new ArrayList<>();
        for (int left = random.nextInt(3); left > 0; left--) {
            Notify.Hook hook = switch (random.nextInt(4)) {
                case 0 -> new Notify.Hook.Line("x" + hard(random));
                case 1 -> new Notify.Hook.Line("http://" + hard(random));
                case 2 -> new Notify.Hook.Argv(List.of("x", hard(random)));
                default -> new Notify.Hook.Url("https://host/a?b=1");
            };
            all.add(
                    random.nextBoolean()
                            ? Notify.of(hook)
                            : new Notify(hook, List.of(End.SUCCEEDED, End.CANCELLED), random.nextLong(1, 600_001)));
        }
        return all;
    }

    private static StepSpec step(Random random, int number) {
        List<After> after = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            if (random.nextBoolean()) {
                after.add(new After("s" + i, random.nextInt(3) == 0 ? After.Mode.EACH : After.Mode.ALL));
            }
        }
        SortedMap<String, String> env = new TreeMap<>();
        SortedMap<String, Long> resources = new TreeMap<>(Resources.defaults());
        if (random.nextBoolean()) {
            env.put("A", hard(random));
            env.put("no", hard(random));
            resources.put("cpu", random.nextLong(100_000));
            resources.put("memory", random.nextLong(1L << 40));
            resources.put("gpu", random.nextLong(10_000));
        }
        boolean retries = random.nextBoolean();
        return new StepSpec(
                "s" + number,
                command(random),
                each(random, number),
                after,
                random.nextBoolean() ? List.of() : List.of("src/", "*.txt", "a b"),
                env,
                resources,
                retries ? new Retry(random.nextInt(0, 101), random.nextLong(86_400_001)) : Retry.NONE,
                random.nextBoolean() ? 0 : random.nextLong(1L << 37),
                random.nextLong(1L << 20),
                random.nextBoolean() ? 0 : random.nextLong(1L << 37),
                random.nextBoolean() ? 0 : random.nextInt(Integer.MAX_VALUE),
                random.nextBoolean() ? 0 : random.nextLong(100_000_000),
                random.nextLong(1L << 40),
                Optional.empty(),
                random.nextBoolean() ? Optional.empty() : Optional.of("/shared/" + hard(random)),
                random.nextBoolean() ? "" : "x" + hard(random) + "x",
                random.nextBoolean() ? "" : "zone");
    }

    private static Command command(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Command.Argv(List.of("program", hard(random), hard(random), "{out}", "{java}"));
            case 1 -> new Command.Line("echo " + hard(random) + "x");
            default -> new Command.Script("x\n  " + hard(random));
        };
    }

    private static ItemSource each(Random random, int number) {
        boolean up = random.nextBoolean();
        long first = random.nextLong(-1_000, 1_000);
        long distance = random.nextLong(1, 1_000);
        long last = first + (up ? distance : -distance);
        int digits = Long.toString(Math.max(Math.abs(first), Math.abs(last))).length();
        return switch (random.nextInt(8)) {
            case 7 ->
                new ItemSource.Split(
                        hard(random) + "f",
                        random.nextBoolean()
                                ? new Cut.Lines(random.nextLong(1, 100))
                                : new Cut.Bytes(random.nextLong(1, 1L << 40)));
            case 6 ->
                new ItemSource.Matrix(List.of(
                        new ItemSource.Axis("size", new ItemSource.Values(List.of(hard(random)))),
                        new ItemSource.Axis("f-1", new ItemSource.Lines("f", random.nextBoolean()))));
            case 0 ->
                new ItemSource.Range(
                        first, last, (up ? 1 : -1) * random.nextLong(1, 9), random.nextBoolean() ? 0 : digits + 1);
            case 1 -> new ItemSource.Values(List.of(hard(random), hard(random)));
            case 2 -> new ItemSource.Lines("names " + random.nextInt(), random.nextBoolean());
            case 3 -> number == 0 ? new ItemSource.StandardInput(random.nextBoolean()) : new ItemSource.None();
            case 4 -> new ItemSource.Files("**/*.{a,b}");
            default -> new ItemSource.None();
        };
    }

    private static String hard(Random random) {
        return HARD.get(random.nextInt(HARD.size()))
                + (random.nextInt(4) == 0 ? HARD.get(random.nextInt(HARD.size())) : "");
    }
}
