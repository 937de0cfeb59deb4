package org.manyhands.cli.spec;

import java.util.List;
import org.manyhands.core.plan.Plan;
import org.manyhands.wire.TaskTemplate;

/**
 * A job that can be submitted.
 *
 * @param plan its steps in an order in which each comes after those it depends on, with the templates as bytes
 * @param templates the same templates, one a step
 * @param warnings sentences for standard error; the job is good nevertheless
 */
public record CompiledJob(Plan plan, List<TaskTemplate> templates, List<String> warnings) {
    public CompiledJob {
        templates = List.copyOf(templates);
        warnings = List.copyOf(warnings);
    }
}
