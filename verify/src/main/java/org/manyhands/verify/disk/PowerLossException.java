package org.manyhands.verify.disk;

import java.io.IOException;

/** The disk does nothing any more. */
final class PowerLossException extends IOException {
    PowerLossException() {
        super("the power is off");
    }
}
