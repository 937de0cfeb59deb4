package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.cores;
import static org.manyhands.core.kit.MachineFixture.founding;
import static org.manyhands.core.kit.MachineFixture.joining;
import static org.manyhands.core.kit.MachineFixture.token;
import static org.manyhands.core.machine.TokensTest.refused;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.LabelNode;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.Labels;

class NodeLabelsTest {
    private static final Reply DONE = new Reply.Done();

    private final MachineFixture fixture = new MachineFixture();

    private static SortedMap<String, String> labels(String... namesAndValues) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return labels;
    }

    private static SortedMap<String, String> many(int count) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            labels.put("l" + i, "");
        }
        return labels;
    }

    private void open(long boot, SortedMap<String, String> said) {
        fixture.opened(new Command.OpenSession("one", boot, boot, cores(8), said, Bytes.EMPTY));
    }

    private Reply set(String... namesAndValues) {
        return fixture.apply(new LabelNode("one", labels(namesAndValues), List.of()));
    }

    private Reply remove(String... names) {
        return fixture.apply(new LabelNode("one", labels(), List.of(names)));
    }

    private SortedMap<String, String> seen() {
        long session = fixture.state().nodes().at("one").session();
        return Labels.of(fixture.state(), fixture.session(session));
    }

    @Test
    void shouldTakeWhatPeopleSayOfANode() {
        fixture.raise();
        open(1, labels("os", "linux", "zone", "here"));
        assertThat(seen()).isEqualTo(labels("os", "linux", "zone", "here"));
        assertThat(set("zone", "eu", "fast", "")).isEqualTo(DONE);
        assertThat(fixture.events())
                .containsExactly(new Event.NodeLabelled("one", labels("zone", "eu", "fast", ""), "leader"));
        assertThat(seen()).isEqualTo(labels("os", "linux", "zone", "eu", "fast", ""));
        assertThat(set("zone", "eu")).as("a repeat").isEqualTo(DONE);
        assertThat(fixture.events()).isEmpty();
    }

    @Test
    void shouldTakeItBack() {
        fixture.raise();
        open(1, labels("zone", "here"));
        set("zone", "eu", "fast", "1");
        assertThat(remove("zone", "never")).isEqualTo(DONE);
        assertThat(seen()).isEqualTo(labels("fast", "1", "zone", "here"));
        assertThat(remove("zone")).as("a repeat").isEqualTo(DONE);
        assertThat(fixture.events()).isEmpty();
    }

    @Test
    void shouldKeepItOverLivesOfTheNode() {
        fixture.raise();
        open(1, labels());
        set("zone", "eu");
        open(2, labels("os", "linux"));
        assertThat(seen()).isEqualTo(labels("os", "linux", "zone", "eu"));
        fixture.end(fixture.state().nodes().at("one").session(), true);
        assertThat(set("fast", "1")).as("while it is away").isEqualTo(DONE);
        open(2, labels());
        assertThat(seen()).isEqualTo(labels("fast", "1", "zone", "eu"));
    }

    @Test
    void shouldForgetItWithTheNode() {
        fixture.raise();
        fixture.apply(founding("control", 1));
        fixture.apply(token(5, 2));
        fixture.apply(joining("one", 11, 5));
        refused(set("zone", "eu"), RefusalCode.NO_SUCH_NODE, "has not run yet", "mh up");
        fixture.opened(MachineFixture.opening("one", 1, 11));
        assertThat(set("zone", "eu")).isEqualTo(DONE);
        fixture.apply(new Command.RemoveNode("one"));
        refused(set("zone", "eu"), RefusalCode.NO_SUCH_NODE, "'one'", "mh node list");
    }

    @Test
    void shouldNotLetAnybodySayFacts() {
        fixture.raise();
        open(1, labels());
        refused(set("os", "plan9"), RefusalCode.INVALID, "'os'", "the node finds itself");
        assertThat(seen()).isEmpty();
        assertThat(remove("os")).as("there is none of people").isEqualTo(DONE);
    }

    @Test
    void shouldRefuseWhatIsNoLabel() {
        fixture.raise();
        open(1, labels());
        refused(set("a b", "1"), RefusalCode.INVALID, "'a b'", "1 to 63 letters");
        refused(set("", "1"), RefusalCode.INVALID, "''");
        refused(set("x".repeat(64), "1"), RefusalCode.INVALID, "1 to 63");
        refused(set("a", "x".repeat(129)), RefusalCode.INVALID, "129 characters", "0 to 128");
        refused(set("a", "\n"), RefusalCode.INVALID, "control characters");
        refused(remove("a="), RefusalCode.INVALID, "'a='");
        refused(
                fixture.apply(new LabelNode("one", labels("a", "1"), List.of("a"))),
                RefusalCode.INVALID,
                "set and removed at once");
        refused(fixture.apply(new LabelNode("two", labels("a", "1"), List.of())), RefusalCode.NO_SUCH_NODE, "'two'");
        assertThat(set("x".repeat(63), "x".repeat(128))).isEqualTo(DONE);
    }

    @Test
    void shouldBoundHowManyThereAre() {
        fixture.raise();
        open(1, labels());
        assertThat(fixture.apply(new LabelNode("one", many(64), List.of()))).isEqualTo(DONE);
        refused(set("more", ""), RefusalCode.INVALID, "65 labels", "at most 64");
        assertThat(fixture.apply(new LabelNode("one", labels("more", ""), List.of("l0"))))
                .as("one for another")
                .isEqualTo(DONE);
    }

    @Test
    void shouldBoundWhatANodeSaysOfItself() {
        Command.OpenSession open =
                new Command.OpenSession("one", 1, 1, cores(8), many(64 + Labels.FACTS.size() + 1), Bytes.EMPTY);
        refused(fixture.apply(open), RefusalCode.INVALID, "node one", "72 labels");
        Command.OpenSession odd = new Command.OpenSession("one", 1, 1, cores(8), labels("a b", ""), Bytes.EMPTY);
        refused(fixture.apply(odd), RefusalCode.INVALID, "'a b'");
    }

    @Test
    void shouldNeedTheLevel() {
        open(1, labels());
        refused(set("zone", "eu"), RefusalCode.LEVEL, "level 3");
        assertThat(fixture.state().nodes().at("one").labels()).isEqualTo(Collections.emptySortedMap());
    }
}
