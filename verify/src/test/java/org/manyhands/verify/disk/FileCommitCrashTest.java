package org.manyhands.verify.disk;

class FileCommitCrashTest extends CrashContract {
    @Override
    protected Life life() {
        return new FileCommitLife();
    }
}
