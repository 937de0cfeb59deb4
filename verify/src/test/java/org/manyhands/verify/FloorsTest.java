package org.manyhands.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The floors of ARCHITECTURE.md, section 3: who may know whom, and what things may be called. */
class FloorsTest {
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.manyhands");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[.$_]|(?<=[a-z0-9])(?=[A-Z])");
    private static final List<String> SAYS_NOTHING =
            List.of("util", "utils", "utility", "utilities", "common", "commons", "helper", "helpers");

    @ParameterizedTest(name = "{0} without {1}")
    @CsvSource({
        "core, wire link store worker server cli verify",
        "wire, core link store worker server cli verify",
        "link, core worker server cli verify",
        "store, core link worker server cli verify",
        "worker, core server cli verify",
        "server, worker cli verify",
        "cli, verify"
    })
    void shouldKnowOnlyFloorsBelow(String floor, String others) {
        without(floor, others).check(PROGRAM);
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({"worker, store", "worker, link", "server, core", "server, link", "cli, worker", "verify, core"})
    void shouldFindWhoKnowsWhom(String floor, String other) {
        assertThat(without(floor, other).evaluate(PROGRAM).hasViolation()).isTrue();
    }

    @Test
    void shouldNameRatisOnlyInTheReplica() {
        ArchRule elsewhere = noClasses()
                .that()
                .resideOutsideOfPackage(within("server.replica"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.ratis..")
                .because("the engine of the log is a choice of one package; others ask ReplicatedLog");
        elsewhere.check(PROGRAM);
        assertThat(PROGRAM).as("classes that know Ratis").anyMatch(FloorsTest::knowsRatis);
    }

    @Test
    void shouldNameGrpcAndNettyOnlyInTheLink() {
        noClasses()
                .that()
                .resideOutsideOfPackage(within("link"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "io.netty..")
                .because("how streams travel is a choice of one module; others know LinkStream")
                .check(PROGRAM);
    }

    @Test
    void shouldChangeTheDiskOnlyThroughPaths() {
        changingTheDiskOtherwise("FileBytes").check(PROGRAM);
        leavingPaths("FileBytes|Snapshots|Inspection|OfflineLog|RatisLog").check(PROGRAM);
    }

    @Test
    void shouldFindWhoGoesRoundPaths() {
        assertThat(changingTheDiskOtherwise("Nobody").evaluate(PROGRAM).hasViolation())
                .isTrue();
        assertThat(leavingPaths("FileBytes").evaluate(PROGRAM).hasViolation()).isTrue();
    }

    @Test
    void shouldNameThingsByWhatTheyAre() {
        assertThat(byHand())
                .extracting(JavaClass::getName)
                .as("names that say nothing; what helps a noun lives with it")
                .noneMatch(FloorsTest::saysNothing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.util.Lists", "a.common.b.Lists", "a.ListUtils", "a.Shop$StoreHelper", "a.CommonLists"})
    void shouldKnowANameThatSaysNothing(String name) {
        assertThat(saysNothing(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.Futile", "a.Uncommon", "a.Utilisation"})
    void shouldLetOtherNamesBe(String name) {
        assertThat(saysNothing(name)).isFalse();
    }

    @Test
    void shouldSayNullMarkedInEachPackage() {
        SortedSet<String> unmarked = new TreeSet<>();
        for (JavaClass each : byHand()) {
            JavaPackage home = each.getPackage();
            boolean marked = home.tryGetPackageInfo()
                    .map(info -> info.isAnnotatedWith(NullMarked.class))
                    .orElse(false);
            if (!marked) {
                unmarked.add(home.getName());
            }
        }
        assertThat(unmarked)
                .as("packages without a package-info.java that says @NullMarked")
                .isEmpty();
    }

    private static ArchRule without(String floor, String others) {
        return noClasses()
                .that()
                .resideInAPackage(within(floor))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Stream.of(others.split(" ", -1)).map(FloorsTest::within).toArray(String[]::new))
                .because("floors know only what is below them: core nobody, and an old worker outlives a new server");
    }

    /** One class reads so, as an interrupt would close a channel under all its readers. */
    private static ArchRule changingTheDiskOtherwise(String except) {
        return durable(except)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.io\\.(FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile)")
                .because(
                        "java.nio.file is the only way to the disk, so that the sweeps of verify.disk see every change");
    }

    /** Ratis takes nothing else. */
    private static ArchRule leavingPaths(String except) {
        return durable(except)
                .should()
                .callMethod(Path.class, "toFile")
                .because("what has a java.io.File goes past the disk that forgets");
    }

    private static GivenClassesConjunction durable(String except) {
        return noClasses()
                .that()
                .resideInAnyPackage(within("store"), within("server.journal"), within("server.replica"))
                .and()
                .haveNameNotMatching(".*\\.(" + except + ")");
    }

    private static String within(String floor) {
        return "org.manyhands." + floor + "..";
    }

    private static boolean knowsRatis(JavaClass each) {
        return each.getDirectDependenciesFromSelf().stream()
                .anyMatch(to -> to.getTargetClass().getPackageName().startsWith("org.apache.ratis"));
    }

    private static boolean saysNothing(String name) {
        return BETWEEN_WORDS
                .splitAsStream(name)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .anyMatch(SAYS_NOTHING::contains);
    }

    /** All but what is generated. */
    private static List<JavaClass> byHand() {
        return PROGRAM.stream()
                .filter(each -> !each.getPackageName().equals("org.manyhands.wire"))
                .toList();
    }
}
