package org.manyhands.server.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.manyhands.core.command.Reply;

/** The answers that one command was given. */
final class Asked implements Consumer<Answer> {
    private final List<Answer> answers = new ArrayList<>();

    @Override
    public void accept(Answer answer) {
        answers.add(answer);
    }

    List<Answer> answers() {
        return answers;
    }

    Reply reply() {
        return answers.size() == 1 && answers.getFirst() instanceof Answer.Applied applied
                ? applied.reply()
                : new Reply.Refused(org.manyhands.core.command.RefusalCode.INVALID, "not applied: " + answers);
    }

    boolean refused() {
        return answers.size() == 1 && answers.getFirst() instanceof Answer.Refused;
    }
}
