package org.manyhands.store.files;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The nine permission bits, as a number and as a set. */
final class FileMode {
    static final int MASK = 0777;

    private static final PosixFilePermission[] FROM_HIGHEST = PosixFilePermission.values();

    private FileMode() {}

    static int of(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission permission : FROM_HIGHEST) {
            mode = (mode << 1) | (permissions.contains(permission) ? 1 : 0);
        }
        return mode;
    }

    static Set<PosixFilePermission> permissions(int mode) {
        EnumSet<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < FROM_HIGHEST.length; i++) {
            if (((mode >> (FROM_HIGHEST.length - 1 - i)) & 1) != 0) {
                permissions.add(FROM_HIGHEST[i]);
            }
        }
        return permissions;
    }
}
