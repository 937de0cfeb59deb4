package org.manyhands.core.machine;

import java.util.Optional;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.RaiseLevel;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;

/**
 * Which meaning commands have. A log outlives the program that wrote it, and members of one cluster run different versions:
 * what apply does with an entry depends on the level of the state, which is raised by an entry, and on nothing else.
 */
final class Levels {
    private Levels() {}

    static Reply raise(Transition transition, RaiseLevel raise) {
        if (raise.to() > transition.state().level()) {
            transition.become(transition.state().withLevel(raise.to()));
            transition.tell(new Event.LevelRaised(raise.to()));
        }
        return new Reply.Done();
    }

    /** Why a command cannot be asked of a state at this level, if it cannot. */
    static Optional<String> refusal(Command command, int level) {
        return command.level() <= level
                ? Optional.empty()
                : Optional.of("this needs level " + command.level() + " of the control state, which is at level "
                        + level + "; it is raised when every control node runs a version of mh that knows it");
    }

    static Optional<Reply> refused(Transition transition, Command command) {
        return refusal(command, transition.state().level())
                .map(sentence -> new Reply.Refused(RefusalCode.LEVEL, sentence));
    }

    /**
     * What a program must know to read a command and apply it.
     *
     * @throws NewerLevelException if it does not
     */
    static void check(Command command, int known) {
        check(command instanceof RaiseLevel raise ? raise.to() : command.level(), known);
    }

    static void check(int level, int known) {
        if (level > known) {
            throw new NewerLevelException(level, known);
        }
    }
}
