package org.manyhands.cli.node;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be read or written, in the words of the system instead of those of Java. */
final class FileTrouble {
    private FileTrouble() {}

    static String of(IOException failed) {
        return switch (failed) {
            case AccessDeniedException denied -> at(denied, "Permission denied");
            case NoSuchFileException gone -> at(gone, "No such file or directory");
            case FileSystemException trouble when trouble.getReason() != null -> at(trouble, trouble.getReason());
            default -> String.valueOf(failed.getMessage());
        };
    }

    private static String at(FileSystemException failed, String reason) {
        return reason + " at '" + failed.getFile() + "'";
    }
}
