package org.manyhands.worker.run;

import org.manyhands.verify.disk.CrashContract;
import org.manyhands.verify.disk.Life;

class BootCrashTest extends CrashContract {
    @Override
    protected Life life() {
        return new BootLife();
    }
}
