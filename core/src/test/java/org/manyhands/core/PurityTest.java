package org.manyhands.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.manyhands.core.maps.PersistentMap;

/** The core is a function: every replica that applies the same log must come to the same bytes. */
class PurityTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.manyhands.core");
    private static final JavaClasses OFFENDERS =
            new ClassFileImporter().importClasses(Offenders.class.getDeclaredClasses());

    @ParameterizedTest
    @EnumSource(PurityRule.class)
    void shouldHold(PurityRule rule) {
        rule.rule().check(CORE);
    }

    @ParameterizedTest
    @EnumSource(PurityRule.class)
    void shouldFindTheOffenderAndTeachWhy(PurityRule rule) {
        List<Class<?>> offenders = rule.offenders();
        assertThat(offenders).isNotEmpty();
        for (Class<?> offender : offenders) {
            EvaluationResult result = rule.rule()
                    .evaluate(OFFENDERS.that(describe("are one offender", found -> found.isEquivalentTo(offender))));
            assertThat(result.hasViolation()).as(offender.getSimpleName()).isTrue();
            assertThat(result.getFailureReport().toString()).contains("Use ");
        }
    }

    @Test
    void shouldHaveReadTheWholeCore() {
        assertThat(CORE.size()).isGreaterThan(100);
    }

    /** Their hash codes are the same in every JVM, which those of enums, and of records with enums, are not. */
    @Test
    void shouldKeyPersistentMapsOnlyByTypesWithAFixedHash() {
        List<String> fixed =
                List.of("java.lang.Long", "java.lang.String", Bytes.class.getName(), StepRef.class.getName());
        List<Type> keys = CORE.stream()
                .map(found -> found.reflect())
                .filter(Class::isRecord)
                .flatMap(type -> List.of(type.getRecordComponents()).stream())
                .map(RecordComponent::getGenericType)
                .filter(type ->
                        type instanceof ParameterizedType generic && generic.getRawType() == PersistentMap.class)
                .map(type -> ((ParameterizedType) type).getActualTypeArguments()[0])
                .toList();
        assertThat(keys).hasSizeGreaterThan(6);
        assertThat(keys).extracting(Type::getTypeName).isSubsetOf(fixed);
    }
}
