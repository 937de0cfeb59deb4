package org.manyhands.cli.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Reads a job file in YAML or JSON. */
public final class JobFile {
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private static final String STANDARD_INPUT = "stdin";

    private JobFile() {}

    /** The JSON Schema of job files; what it refuses is refused here too, which also sees what a schema cannot. */
    public static String schema() throws IOException {
        try (InputStream schema = Objects.requireNonNull(JobFile.class.getResourceAsStream("job.schema.json"))) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whether a word on the command line names a job file by its ending. */
    public static boolean isNamedLikeOne(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(ending -> lower.endsWith(ending) && lower.length() > ending.length());
    }

    /** Reads, parses and checks a file. */
    public static ParsedJob read(Path file) throws SpecException {
        return parse(SourceText.read(file));
    }

    /** Reads, parses and checks what a stream has to its end; it cannot hold items as well. */
    public static ParsedJob read(InputStream standardInput) throws SpecException {
        ParsedJob job = parse(SourceText.read(STANDARD_INPUT, standardInput));
        refuseStandardInput(job, "which the job file came from (expected: @FILE, or the job in a file)");
        return job;
    }

    /**
     * Refuses a job whose items come from standard input.
     *
     * @param because the end of the sentence, after "reads standard input, "
     */
    public static void refuseStandardInput(ParsedJob job, String because) throws SpecException {
        for (StepSpec step : job.spec().steps()) {
            if (step.each().readsStandardInput()) {
                throw new SpecException(
                        "step '" + step.name() + "' reads standard input, " + because,
                        job.places().of(step.name(), step.each().key()));
            }
        }
    }

    /**
     * Parses and checks what was read elsewhere.
     *
     * @param name stands in messages; its ending chooses JSON, otherwise it is YAML
     * @param bytes UTF-8, at most 1 MiB
     */
    public static ParsedJob parse(String name, byte[] bytes) throws SpecException {
        return parse(SourceText.of(name, bytes));
    }

    private static ParsedJob parse(SourceText source) throws SpecException {
        ParsedJob job = new JobParser(defaultName(source.name())).parse(DocumentReader.read(source));
        JobChecker.check(job);
        return job;
    }

    /** The name of the file without its directory and ending. */
    private static String defaultName(String file) {
        Path last = Path.of(file).getFileName();
        String name = last == null ? "job" : last.toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem.substring(0, Math.min(stem.length(), JobSpec.NAME_MAX));
    }
}
