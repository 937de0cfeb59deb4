package org.manyhands.cli.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.manyhands.server.api.JobView;

/** Every change as one line of JSON on standard error, for programs. */
final class JsonLines implements Progress {
    private static final ObjectMapper JSON = new ObjectMapper();

    private long shown = -1;

    @Override
    public void show(JobView job) {
        if (job.applied() == shown) {
            return;
        }
        shown = job.applied();
        try {
            System.err.println(JSON.writeValueAsString(job));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void clear() {}
}
