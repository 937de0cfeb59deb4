package org.manyhands.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.manyhands.core.maps.PersistentMap;

/** What the core must not do, why, and what to do instead. */
// Lambdas without state and a copied list: immutable, but of types that cannot say so.
@SuppressWarnings("ImmutableEnumChecker")
enum PurityRule {
    CLOCK(
            depends(type -> in(type, "java.time")),
            calls("java.lang.System currentTimeMillis nanoTime", "java.util.Date <init>"),
            "two replicas that apply the same entry would read different times. Use the ticks of the entry, which the "
                    + "leader stamped, and wallMillis for people",
            Offenders.Clock.class,
            Offenders.Time.class),
    RANDOM(
            depends(type -> in(type, "java.util.random", "java.security")
                    || named(type, "java.util.Random", "java.util.SplittableRandom", "java.util.UUID")),
            calls("java.lang.Math random", "java.util.Collections shuffle"),
            "two replicas would draw different numbers. Use an id from the state's counter, or let the proposer draw and "
                    + "put the number into the command",
            Offenders.Chance.class,
            Offenders.Dice.class),
    THREADS(
            depends(type -> in(type, "java.util.concurrent")
                    || named(type, "java.lang.Thread", "java.lang.ThreadLocal", "java.util.Timer")),
            calls(
                    "java.util.Collection parallelStream",
                    "java.util.List parallelStream",
                    "java.util.stream.Stream parallel",
                    "java.util.stream.IntStream parallel",
                    "java.util.stream.LongStream parallel"),
            "the order in which threads run is not in the log. Use plain code here, and threads in server, which calls it",
            Offenders.Worker.class,
            Offenders.Parallel.class),
    INPUT_OUTPUT(
            depends(type -> in(type, "java.io", "java.nio.file", "java.nio.channels", "java.net")
                    && !named(type, "java.io.IOException", "java.io.Serializable")),
            calls("java.lang.Class getResourceAsStream"),
            "a file or a socket says something else on another replica, and apply must not wait. Use values: bytes in, "
                    + "bytes out, events for what should happen",
            Offenders.File.class,
            Offenders.Printer.class),
    HASH_ORDER(
            depends(type -> named(
                    type,
                    "java.util.HashMap",
                    "java.util.HashSet",
                    "java.util.LinkedHashMap",
                    "java.util.LinkedHashSet",
                    "java.util.Hashtable",
                    "java.util.IdentityHashMap",
                    "java.util.WeakHashMap",
                    "java.util.Properties")),
            PurityRule::hashOrdered,
            "the order of a hash table differs between JVMs (Map.of and Set.of are salted on purpose), and order becomes "
                    + "bytes, replies and events. Use TreeMap, TreeSet, EnumSet, EnumMap, List or PersistentMap",
            Offenders.Hashed.class,
            Offenders.Salted.class,
            Offenders.Referred.class,
            Offenders.Collected.class),
    ENVIRONMENT(
            depends(type -> named(type, "java.lang.Runtime", "java.lang.ProcessHandle", "java.lang.ProcessBuilder")),
            PurityRule::environment,
            "machines differ in their environment, properties, locale and size. Use a value in the plan, the command or the "
                    + "state, and Locale.ROOT",
            Offenders.Environment.class,
            Offenders.Property.class,
            Offenders.Locally.class),
    IDENTITY(
            type -> false,
            PurityRule::identity,
            "an identity hash is an address, different in every JVM, and that of an enum is one. Use equals and compareTo, "
                    + "and a hashCode written by hand for keys of a PersistentMap",
            Offenders.Identity.class,
            Offenders.AnyHash.class,
            Offenders.EnumHash.class),
    DEPENDENCIES(
            PurityRule::foreign,
            access -> false,
            "this is the floor on which the others stand, and what it uses must be deterministic too. Use java.base, "
                    + "RoaringBitmap and JSpecify, or do it in a module above",
            Offenders.Foreign.class);

    private static final Set<String> JAVA_BASE = new TreeSet<>(
            ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages());

    private final Predicate<JavaClass> types;
    private final Predicate<JavaAccess<?>> accesses;
    private final String why;
    private final List<Class<?>> offenders;

    PurityRule(Predicate<JavaClass> types, Predicate<JavaAccess<?>> accesses, String why, Class<?>... offenders) {
        this.types = types;
        this.accesses = accesses;
        this.why = why;
        this.offenders = List.of(offenders);
    }

    ArchRule rule() {
        return noClasses()
                .should()
                .dependOnClassesThat(describe("break the rule " + name(), types))
                .orShould()
                .accessTargetWhere(describe("breaks the rule " + name(), accesses))
                .because(why);
    }

    List<Class<?>> offenders() {
        return offenders;
    }

    private static Predicate<JavaClass> depends(Predicate<JavaClass> types) {
        return types;
    }

    /** Each is an owner, then names of its methods. */
    private static Predicate<JavaAccess<?>> calls(String... owners) {
        return access -> Stream.of(owners).anyMatch(line -> {
            List<String> words = List.of(line.split(" "));
            return owner(access).equals(words.getFirst())
                    && words.subList(1, words.size()).contains(access.getName());
        });
    }

    private static boolean hashOrdered(JavaAccess<?> access) {
        String name = access.getName();
        int parameters = parameters(access);
        return switch (owner(access)) {
            case "java.util.Map" -> List.of("of", "ofEntries", "copyOf").contains(name);
            case "java.util.Set" -> List.of("of", "copyOf").contains(name);
            case "java.util.stream.Collectors" ->
                List.of("toSet", "toUnmodifiableSet", "toUnmodifiableMap", "groupingByConcurrent")
                                .contains(name)
                        || (name.equals("toMap") && parameters < 4)
                        || (name.equals("groupingBy") && parameters < 3);
            default -> false;
        };
    }

    private static boolean environment(JavaAccess<?> access) {
        String name = access.getName();
        return switch (owner(access)) {
            case "java.lang.System" ->
                List.of("getenv", "getProperty", "getProperties", "lineSeparator")
                        .contains(name);
            case "java.util.Locale" -> name.equals("getDefault");
            case "java.nio.charset.Charset" -> name.equals("defaultCharset");
            case "java.lang.String" ->
                (List.of("toLowerCase", "toUpperCase").contains(name) && parameters(access) == 0)
                        || name.equals("formatted")
                        || (name.equals("format") && parameters(access) == 2);
            default -> false;
        };
    }

    /** The map is the one place that asks any key for its hash; which keys it may have is tested. */
    private static boolean identity(JavaAccess<?> access) {
        boolean map = access.getOriginOwner().isEquivalentTo(PersistentMap.class);
        return (owner(access).equals("java.lang.System") && access.getName().equals("identityHashCode"))
                || (List.of("java.lang.Object", "java.lang.Enum", "java.util.Objects")
                                .contains(owner(access))
                        && List.of("hashCode", "hash").contains(access.getName())
                        && !map)
                || (access.getTargetOwner().isAssignableTo(Enum.class)
                        && access.getName().equals("hashCode"));
    }

    private static boolean foreign(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        return !base.isPrimitive()
                && !JAVA_BASE.contains(base.getPackageName())
                && !in(base, "org.manyhands.core", "org.roaringbitmap", "org.jspecify");
    }

    private static String owner(JavaAccess<?> access) {
        return access.getTargetOwner().getName();
    }

    private static int parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget target
                ? target.getRawParameterTypes().size()
                : 0;
    }

    private static boolean in(JavaClass type, String... packages) {
        return Stream.of(packages)
                .anyMatch(name -> type.getPackageName().equals(name)
                        || type.getPackageName().startsWith(name + "."));
    }

    private static boolean named(JavaClass type, String... names) {
        return List.of(names).contains(type.getBaseComponentType().getName());
    }
}
