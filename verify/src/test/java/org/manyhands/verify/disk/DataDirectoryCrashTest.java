package org.manyhands.verify.disk;

class DataDirectoryCrashTest extends CrashContract {
    @Override
    protected Life life() {
        return new DataDirectoryLife();
    }
}
