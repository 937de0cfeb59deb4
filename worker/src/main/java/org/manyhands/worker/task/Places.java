package org.manyhands.worker.task;

import com.google.protobuf.ByteString;
import java.util.function.Function;

/**
 * What placeholders stand for in one task.
 *
 * @param item the value of the item; empty where the step has none
 * @param number of the item, from 1
 * @param out the directory of {@code $MH_OUT}
 * @param in the directory with the outputs of a step, by its name
 * @param java the launcher of the program's own runtime
 * @param gathered the directory, or list, of the gathered files; empty where the step gathers none
 */
public record Places(
        ByteString item,
        long number,
        ByteString out,
        Function<String, ByteString> in,
        ByteString java,
        ByteString gathered) {}
