package org.manyhands.server.where;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import org.manyhands.core.plan.StepPlan;

/**
 * CEL with two names, {@code labels} and {@code node}. Its first use takes more than a second, so it is made when the first
 * expression comes.
 *
 * <p>What an expression can cost is bounded by its length, as nothing in it repeats but {@code exists} and {@code all}, which
 * have a limit. Regular expressions are left out: a short one can take all memory when it is compiled.
 */
final class Engine {
    private static final int REPETITIONS_MAX = 1_000;
    private static final int DEPTH_MAX = 64;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(StepPlan.WHERE_CHARACTERS_MAX)
            .maxParseRecursionDepth(DEPTH_MAX)
            .comprehensionMaxIterations(REPETITIONS_MAX)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                    .excludeFunctions(CelStandardDeclarations.StandardFunction.MATCHES)
                    .build())
            .setStandardMacros(CelStandardMacro.HAS, CelStandardMacro.EXISTS, CelStandardMacro.ALL)
            .addVar("labels", MapType.create(SimpleType.STRING, SimpleType.STRING))
            .addVar("node", SimpleType.STRING)
            .build();
    private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardFunctions(CelStandardFunctions.newBuilder()
                    .excludeFunctions(CelStandardFunctions.StandardFunction.MATCHES)
                    .build())
            .build();

    /** Whatever the text is, this says so instead of throwing. */
    Condition compile(String where) {
        try {
            return compiled(where);
        } catch (CelValidationException | CelEvaluationException | RuntimeException refused) {
            return new Condition.Wrong(Complaint.of(refused));
        } catch (StackOverflowError deep) {
            return new Condition.Wrong("it is nested too deeply");
        }
    }

    private Condition compiled(String where) throws CelValidationException, CelEvaluationException {
        CelValidationResult result = compiler.compile(where);
        if (result.hasError()) {
            return new Condition.Wrong(Complaint.of(where, result.getErrors().getFirst()));
        }
        CelType type = result.getAst().getResultType();
        return type.kind() == CelKind.BOOL
                ? new Condition.Good(runtime.createProgram(result.getAst()))
                : new Condition.Wrong(Complaint.ofType(type));
    }
}
