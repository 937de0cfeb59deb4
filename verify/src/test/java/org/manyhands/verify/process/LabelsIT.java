package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What nodes are like decides where steps run: a control node, and a worker that says more of itself. */
final class LabelsIT {
    @RegisterExtension
    final Mh mh = new Mh();

    private @Nullable Started control;

    private @Nullable Started worker;

    @BeforeEach
    void start() throws Exception {
        control = mh.up("--listen", "127.0.0.1:0", "--label", "zone=us");
        String token = mh.run("token", "create").exits(0).lines().getFirst();
        worker = up("join", token, "--name", "n2", "--label", "disk=ssd");
    }

    private Started up(String... words) throws Exception {
        Path data = mh.root().resolve("n2");
        Started node = mh.start(Stream.concat(List.of(words).stream(), List.of("--data", data.toString()).stream())
                .toArray(String[]::new));
        Until.holds("node n2 is up", () -> node.errSoFar().contains("is up"));
        Until.holds(
                "node n2 has a session",
                () -> ids("has(labels.disk) || node == 'n2'").equals(List.of("n2")));
        return node;
    }

    private List<String> ids(String where) {
        try {
            return mh.run("node", "list", "-o", "ids", "--where", where)
                    .exits(0)
                    .lines();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private Ended echo(String where) throws Exception {
        return mh.run("run", "--where", where, "--each", "1..6", "--sh", "echo $MH_NODE")
                .exits(0);
    }

    @Test
    void shouldRunAStepOnlyWhereItsConditionHolds() throws Exception {
        assertThat(echo("labels.disk == 'ssd'").lines()).hasSize(6).containsOnly("n2");
        assertThat(echo("labels.zone == 'us'").lines()).hasSize(6).doesNotContain("n2");
        assertThat(echo("node == 'n2' && labels.os == 'linux' && has(labels.hostname)")
                        .lines())
                .containsOnly("n2");
        mh.file(
                "job.yaml",
                "steps:",
                "  here: {each: 1..3, sh: echo here $MH_NODE, where: \"labels.zone == 'us'\"}",
                "  there: {after: {here: each}, sh: echo there $MH_NODE, where: \"labels.disk == 'ssd'\"}",
                "result: there");
        List<String> ran = mh.run("run", "job.yaml").exits(0).lines();
        assertThat(ran)
                .filteredOn(line -> line.startsWith("there"))
                .containsExactly("there n2", "there n2", "there n2");
        assertThat(ran).filteredOn(line -> line.startsWith("here")).hasSize(3).doesNotContain("here n2");
        assertThat(mh.run("plan", "job.yaml").exits(0).out())
                .contains("WHERE", "labels.zone == 'us'", "labels.disk == 'ssd'");
    }

    @Test
    void shouldStartAWaitingJobWhenANodeIsLabelled() throws Exception {
        Started run = mh.start("run", "--where", "labels.zone == 'eu'", "--sh", "echo $MH_NODE");
        String reason = "no node meets where: labels.zone == 'eu'; 2 nodes are there, zone is 'us' on 1, missing on 1";
        Until.holds("it waits, and says why", () -> why().contains(reason));
        mh.run("node", "label", "n2", "zone=eu", "disk=hdd").exits(0);
        assertThat(run.ended().exits(0).lines()).containsExactly("n2");
        String show = mh.run("node", "show", "n2").exits(0).out();
        assertThat(show).contains("labelled   disk=hdd, zone=eu").doesNotContain("ssd");
        mh.run("node", "label", "n2", "disk-", "never-").exits(0);
        assertThat(mh.run("node", "show", "n2").exits(0).out()).contains("disk=ssd", "labelled   zone=eu");
        assertThat(mh.run("events").exits(0).out()).contains("node n2 was labelled by", "disk=hdd, zone=eu");
        assertThat(mh.run("node", "list", "-o", "json").exits(0).out()).contains("\"given\" : [ \"zone\" ]");
    }

    private String why() {
        try {
            return mh.run("why", "last").out();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void shouldKeepWhatPeopleSayWhenNodesStartAgain() throws Exception {
        mh.run("node", "label", "n2", "zone=eu").exits(0);
        Objects.requireNonNull(worker).kill();
        up("up", "--label", "fast=");
        assertThat(mh.run("node", "show", "n2").exits(0).out())
                .as("its own labels are those of this start")
                .contains("boot 2", "fast=", "labelled   zone=eu")
                .doesNotContain("ssd");
        Objects.requireNonNull(control).kill();
        control = mh.up("--listen", "127.0.0.1:0");
        assertThat(mh.run("node", "label", "n2", "more=1").exits(0).out()).contains("node n2 labelled");
        Until.holds(
                "it is there",
                () -> ids("labels.zone == 'eu' && labels.more == '1'").equals(List.of("n2")));
    }

    @Test
    void shouldRefuseWhatMeansNothing() throws Exception {
        mh.run("run", "--where", "labels.zone = 'eu'", "true")
                .exits(120)
                .saysOneSentence("step 'true'", "\"labels.zone = 'eu'\"", "column 13", "expected: '=='");
        mh.run("submit", "--where", "labels.zone", "true").exits(120).saysOneSentence("of type string");
        mh.run("plan", "--where", "zone == 'eu'", "true").exits(120).saysOneSentence("there is no 'zone'", "labels.os");
        mh.run("plan", "--where", "labels.zone.matches('((a{1000}){1000}){1000}')", "true")
                .exits(120)
                .saysOneSentence("there is no 'matches'");
        mh.run("schedule", "add", "0 3 * * *", "--name", "s", "--where", "zone", "true")
                .exits(120)
                .saysOneSentence("there is no 'zone'");
        mh.run("node", "list", "--where", "zone").exits(120).saysOneSentence("there is no 'zone'");
        mh.run("node", "label", "nope", "a=1").exits(120).saysOneSentence("there is no node 'nope'");
        mh.run("node", "label", "n2", "os=plan9").exits(120).saysOneSentence("label 'os'", "finds itself");
        mh.run("node", "label", "n2", "a b=1").exits(120).saysOneSentence("'a b'", "1 to 63");
        mh.run("node", "label", "n2", "zone").exits(120).saysOneSentence("NAME=VALUE", "NAME-");
        mh.run("node", "label", "n2", "a=1", "a-").exits(120).saysOneSentence("set and removed at once");
        String data = mh.root().resolve("x").toString();
        mh.run("up", "--data", data, "--label", "os=plan9").exits(120).saysOneSentence("--label", "label 'os'");
        mh.run("up", "--data", data, "--label", "zone").exits(120).saysOneSentence("--label", "NAME=VALUE");
        mh.run("up", "--data", data, "--dev-cluster", "1+1", "--label", "a=1")
                .exits(120)
                .saysOneSentence("--label", "--dev-cluster");
        assertThat(mh.run("jobs", "-o", "ids").exits(0).lines()).isEmpty();
    }

    @Test
    void shouldLabelAMachineThatIsAlone() throws Exception {
        String data = mh.root().resolve("alone").toString();
        mh.run("run", "--data", data, "true").exits(0);
        String name = mh.run("node", "list", "-o", "ids").exits(0).lines().stream()
                .filter(node -> !node.equals("n2"))
                .findFirst()
                .orElseThrow();
        mh.run("node", "label", "--data", data, name, "zone=home").exits(0);
        assertThat(mh.run("run", "--data", data, "--where", "labels.zone == 'home'", "--sh", "echo ran")
                        .exits(0)
                        .lines())
                .containsExactly("ran");
        assertThat(mh.run("plan", "--data", data, "--where", "labels.zone == 'home'", "true")
                        .exits(0)
                        .out())
                .doesNotContain("cannot be placed");
    }
}
