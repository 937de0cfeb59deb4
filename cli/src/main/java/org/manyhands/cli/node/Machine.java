package org.manyhands.cli.node;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.manyhands.cli.spec.NodeResources;
import org.manyhands.core.plan.ResourceNames;
import org.manyhands.core.state.Labels;

/** What this machine is and has. */
public final class Machine {
    private static final long THOUSAND = 1_000;
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");
    private static final Pattern GPU = Pattern.compile("nvidia(\\d{1,4})");

    private Machine() {}

    /** Its host name without a domain, or {@code localhost}. */
    public static String name() {
        try {
            Path file = Path.of("/proc/sys/kernel/hostname");
            String host = Files.isReadable(file)
                    ? Files.readString(file).strip()
                    : InetAddress.getLocalHost().getHostName();
            String first = host.split("\\.", 2)[0].toLowerCase(Locale.ROOT);
            return first.isEmpty() ? "localhost" : first;
        } catch (UnknownHostException unknown) {
            return "localhost";
        } catch (IOException unreadable) {
            return "localhost";
        }
    }

    /**
     * What it has for tasks: cores, memory, the room on the disk of a directory, and GPUs.
     *
     * @param scratch where tasks write
     */
    public static NodeResources resources(Path scratch) throws IOException {
        SortedMap<String, Long> amounts = new TreeMap<>();
        SortedMap<String, List<String>> devices = new TreeMap<>();
        amounts.put(ResourceNames.CPU, Runtime.getRuntime().availableProcessors() * THOUSAND);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            amounts.put(ResourceNames.MEMORY, system.getTotalMemorySize());
        }
        amounts.put(ResourceNames.SCRATCH, Files.getFileStore(scratch).getUsableSpace());
        List<String> gpus = gpus(Path.of("/dev"));
        if (!gpus.isEmpty()) {
            amounts.put("gpu", gpus.size() * THOUSAND);
            devices.put("gpu", gpus);
        }
        return new NodeResources(amounts, devices);
    }

    /** The numbers of those that the driver of NVIDIA shows. */
    static List<String> gpus(Path devices) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(devices, "nvidia[0-9]*")) {
            List<Integer> numbers = new ArrayList<>();
            for (Path device : found) {
                Matcher gpu = GPU.matcher(device.getFileName().toString());
                if (gpu.matches()) {
                    numbers.add(Integer.parseInt(gpu.group(1)));
                }
            }
            return numbers.stream().sorted().map(String::valueOf).toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /**
     * What it is: the facts of {@link Labels}, as far as they can be found.
     *
     * @param version of this program
     */
    public static SortedMap<String, String> facts(String version) {
        SortedMap<String, String> facts = new TreeMap<>();
        put(facts, "os", System.getProperty("os.name").toLowerCase(Locale.ROOT));
        put(facts, "os.version", System.getProperty("os.version"));
        put(facts, "arch", System.getProperty("os.arch"));
        put(facts, "java", System.getProperty("java.version"));
        put(facts, "mh", version.replaceFirst("^mh ", ""));
        put(facts, "hostname", name());
        cpu(Path.of("/proc/cpuinfo")).ifPresent(model -> put(facts, "cpu", model));
        return facts;
    }

    /** As a label may have it. */
    private static void put(SortedMap<String, String> facts, String name, String found) {
        String plain = CONTROLS.matcher(found).replaceAll(" ").strip();
        facts.put(name, plain.substring(0, Math.min(plain.length(), Labels.VALUE_CHARACTERS_MAX)));
    }

    /** The model of its first processor; none where the system does not say. */
    static Optional<String> cpu(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name") && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(model -> !model.isEmpty())
                    .findFirst();
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    /** The launcher of the runtime that runs this program. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
