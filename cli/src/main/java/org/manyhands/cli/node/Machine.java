package org.manyhands.cli.node;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What this machine is and has. */
public final class Machine {
    private static final long THOUSAND = 1_000;

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

    /** Cores in thousandths and memory in bytes. */
    public static SortedMap<String, Long> inventory() {
        SortedMap<String, Long> inventory = new TreeMap<>();
        inventory.put("cpu", Runtime.getRuntime().availableProcessors() * THOUSAND);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            inventory.put("memory", system.getTotalMemorySize());
        }
        return inventory;
    }

    /** Operating system and kind of processor. */
    public static SortedMap<String, String> labels() {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("os", System.getProperty("os.name").toLowerCase(Locale.ROOT));
        labels.put("arch", System.getProperty("os.arch"));
        return labels;
    }

    /** The launcher of the runtime that runs this program. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
