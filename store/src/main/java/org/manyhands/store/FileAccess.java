package org.manyhands.store;

import java.io.IOException;

/** With whose rights files are looked at and opened. What is open can be read by everybody. */
public interface FileAccess {
    /** With the rights of this process. */
    FileAccess OWN = new FileAccess() {
        @Override
        public <T> T with(Opening<T> opening) throws IOException {
            return opening.open();
        }
    };

    /** What needs the rights. */
    interface Opening<T> {
        T open() throws IOException;
    }

    <T> T with(Opening<T> opening) throws IOException;
}
