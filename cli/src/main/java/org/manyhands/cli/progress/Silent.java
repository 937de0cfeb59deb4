package org.manyhands.cli.progress;

import org.manyhands.server.api.JobView;

/** Shows nothing. */
final class Silent implements Progress {
    @Override
    public void show(JobView job) {}

    @Override
    public void clear() {}
}
