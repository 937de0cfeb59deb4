package org.manyhands.worker.process;

/**
 * How well a starter keeps hold of the processes of a task.
 *
 * @param complete whether every descendant of a task is found, however it detached itself
 * @param sentence for people: how it is done, and what is missing where it is not complete
 */
public record Containment(boolean complete, String sentence) {
    Containment and(String more) {
        return new Containment(complete, sentence + " " + more);
    }
}
