package org.manyhands.worker.process;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Both ends of the pipes of a task, two for its outputs and one for its input if it has any; -1 stands for an end that is closed or handed on. */
final class Pipes {
    private static final int INPUT_READ = 4;
    private static final int INPUT_WRITE = 5;

    private final Errno errno;
    private final int[] ends = {-1, -1, -1, -1, -1, -1};

    private Pipes(Errno errno) {
        this.errno = errno;
    }

    /** Opens the pipes; our ends do not block. */
    static Pipes open(Errno errno, MemorySegment memory, boolean input) throws PipeException {
        Pipes pipes = new Pipes(errno);
        for (int i = 0; i < (input ? pipes.ends.length : INPUT_READ); i += 2) {
            int failure = Libc.pipe2(errno, memory, Libc.O_CLOEXEC);
            if (failure < 0) {
                pipes.close();
                throw new PipeException(-failure);
            }
            pipes.ends[i] = memory.getAtIndex(ValueLayout.JAVA_INT, 0);
            pipes.ends[i + 1] = memory.getAtIndex(ValueLayout.JAVA_INT, 1);
            Libc.setStatusFlags(errno, pipes.ends[i == INPUT_READ ? INPUT_WRITE : i], Libc.O_NONBLOCK);
        }
        return pipes;
    }

    int outputWriteEnd() {
        return ends[1];
    }

    int errorWriteEnd() {
        return ends[3];
    }

    /** What the task reads from; -1 if it has no input. */
    int inputReadEnd() {
        return ends[INPUT_READ];
    }

    /** Hands over the end that the task is asked by; -1 if it has no input. */
    int takeInputWriteEnd() {
        int end = ends[INPUT_WRITE];
        ends[INPUT_WRITE] = -1;
        return end;
    }

    /** Hands the ends to read from to the poll set, which closes them. */
    void watchReadEnds(PollSet polled) {
        polled.watch(PollSet.OUTPUT, ends[0]);
        polled.watch(PollSet.ERROR, ends[2]);
        ends[0] = -1;
        ends[2] = -1;
    }

    /** The ends that the task has now. */
    void closeTaskEnds() {
        close(1);
        close(3);
        close(INPUT_READ);
    }

    void close() {
        for (int i = 0; i < ends.length; i++) {
            close(i);
        }
    }

    private void close(int i) {
        if (ends[i] >= 0) {
            Libc.close(errno, ends[i]);
            ends[i] = -1;
        }
    }

    /** No pipe could be opened. */
    static final class PipeException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int errno;

        PipeException(int errno) {
            super(Errno.name(errno));
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }
}
