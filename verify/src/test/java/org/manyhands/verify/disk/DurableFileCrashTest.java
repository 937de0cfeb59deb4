package org.manyhands.verify.disk;

class DurableFileCrashTest extends CrashContract {
    @Override
    protected Life life() {
        return new DurableFileLife();
    }
}
