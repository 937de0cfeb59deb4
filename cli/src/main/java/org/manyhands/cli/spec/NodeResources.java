package org.manyhands.cli.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.manyhands.core.plan.ResourceNames;

/**
 * What a node has for tasks, as {@code cpu=4,memory=8G,gpu=[0,1],licence=2}.
 *
 * @param amounts resource to amount, in bytes or thousandths, see {@link ResourceNames}
 * @param devices resource to the names of its devices, for those in brackets; as many as the amount says
 */
public record NodeResources(SortedMap<String, Long> amounts, SortedMap<String, List<String>> devices) {
    /** Says nothing. */
    public static final NodeResources NONE = new NodeResources(new TreeMap<>(), new TreeMap<>());

    private static final long WHOLE = 1_000;
    private static final int USERS_TASKS = 1_024;
    /** Of a node that runs tasks as other users: as many at once as it has slots at most. */
    public static final NodeResources USERS =
            new NodeResources(new TreeMap<>(Map.of(ResourceNames.USERS, USERS_TASKS * WHOLE)), new TreeMap<>());

    private static final int DEVICES_MAX = 1_024;
    private static final String EXPECTED = " (expected: cpu=4,memory=8G,gpu=[0,1])";
    private static final Pattern PART = Pattern.compile("([^=,]*)=(?:\\[([^\\]]*)\\]|([^,\\[\\]]*))(?:,|$)");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})\\.\\.(\\d{1,4})");
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    public NodeResources {
        amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
        devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    }

    public static NodeResources parse(String text) throws SpecException {
        SortedMap<String, Long> amounts = new TreeMap<>();
        SortedMap<String, List<String>> devices = new TreeMap<>();
        Matcher part = PART.matcher(text);
        int at = 0;
        while (part.find() && part.start() == at) {
            at = part.end();
            String name = Names.resource(part.group(1).strip());
            if (amounts.containsKey(name)) {
                throw new SpecException(name + " is given twice" + EXPECTED);
            }
            if (part.group(2) != null) {
                devices.put(name, devices(part.group(2)));
                amounts.put(name, devices.get(name).size() * WHOLE);
            } else {
                amounts.put(name, Resources.amount(name, part.group(3).strip()));
            }
        }
        if (at < text.length() || text.isEmpty() || text.endsWith(",")) {
            throw new SpecException(Text.quoted(text.substring(at)) + " is no amount of a resource" + EXPECTED);
        }
        return new NodeResources(amounts, devices).checked();
    }

    private NodeResources checked() throws SpecException {
        if (devices.containsKey(ResourceNames.CPU) || devices.keySet().stream().anyMatch(ResourceNames::inBytes)) {
            throw new SpecException("cpu, memory and scratch have an amount and no names" + EXPECTED);
        }
        if (amounts.getOrDefault(ResourceNames.CPU, 1L) == 0) {
            throw new SpecException("cpu=0: no task could run here (expected: more than 0)");
        }
        return this;
    }

    private static List<String> devices(String text) throws SpecException {
        Matcher range = RANGE.matcher(text.strip());
        List<String> names = range.matches()
                ? LongStream.rangeClosed(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)))
                        .mapToObj(Long::toString)
                        .toList()
                : List.of(text.split("\\s*,\\s*", -1)).stream()
                        .map(String::strip)
                        .toList();
        for (String name : names) {
            if (!DEVICE.matcher(name).matches()) {
                throw new SpecException(Text.quoted(name) + " is no name of a device (expected: as in gpu=[0,1])");
            }
        }
        if (names.isEmpty()
                || names.size() > DEVICES_MAX
                || names.stream().distinct().count() < names.size()) {
            throw new SpecException(
                    "[" + text + "] (expected: 1 to " + DEVICES_MAX + " devices, each named once, as in gpu=[0,1])");
        }
        return names;
    }

    /** The same, but for what the others say of a resource. */
    public NodeResources with(NodeResources others) {
        SortedMap<String, Long> newAmounts = new TreeMap<>(amounts);
        SortedMap<String, List<String>> newDevices = new TreeMap<>(devices);
        newAmounts.putAll(others.amounts);
        newDevices.keySet().removeAll(others.amounts.keySet());
        newDevices.putAll(others.devices);
        return new NodeResources(newAmounts, newDevices);
    }
}
