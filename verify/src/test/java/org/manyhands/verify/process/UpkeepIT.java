package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Nodes that are emptied and restarted under load, and what all of them share. */
final class UpkeepIT extends FarWorkers {
    private static final String UNTIL_GO =
            "echo $MH_NODE $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1";

    private void go() throws Exception {
        Files.createFile(mh.work().resolve("go"));
    }

    private long starts(String node) {
        return mh.lines("starts").stream().filter(line -> line.startsWith(node)).count();
    }

    private String nodes() throws Exception {
        return mh.run("node", "list").exits(0).out();
    }

    @Test
    void shouldEmptyANodeUntilSomebodySaysOtherwise() throws Exception {
        upAndListening();
        Started node = join(token(), "n2");
        Started run = job(UNTIL_GO, 5);
        Until.holds("two tasks run", () -> starts("n2") == 2);
        mh.run("node", "drain", "n2", "--reason", "a new disk").exits(0);
        Until.holds("it is draining", () -> nodes().matches("(?s).*n2 +worker +draining.*"));
        assertThat(mh.run("node", "show", "n2").exits(0).out()).contains("drain", "a new disk", "--undo");
        go();
        mh.run("node", "drain", "n2", "--wait").exits(0);
        assertThat(nodes()).containsPattern("n2 +worker +drained");
        assertThat(starts("n2")).as("nothing new").isEqualTo(2);
        Until.holds("it is said why", () -> mh.run("why", "last").out().contains("take nothing new (n2)"));
        node.terminate();
        node.ended().exits(0);
        again("n2");
        assertThat(nodes()).as("after its restart").containsPattern("n2 +worker +drained");
        mh.run("node", "drain", "n2", "--undo").exits(0);
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 5));
        assertThat(mh.lines("starts")).doesNotHaveDuplicates().hasSize(5);
        assertThat(events()).contains("node n2 is drained by", "a new disk", "node n2 gets work again by");
    }

    @Test
    void shouldEndWhatOutlastsTheLimitOfADrain() throws Exception {
        upAndListening();
        join(token(), "n2");
        Started run = job(UNTIL_GO, 2);
        Until.holds("two tasks run", () -> starts("n2") == 2);
        join(token(), "n3");
        mh.run("node", "drain", "n2", "--limit", "1s", "--wait").exits(0);
        Until.holds("they run elsewhere", () -> starts("n3") == 2);
        go();
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 2));
    }

    @Test
    void shouldFinishAtSigtermWhatRunsAndGiveBackTheRest() throws Exception {
        upAndListening();
        Started node = join(token(), "n2", "--drain-limit", "5m");
        Started run = job(UNTIL_GO, 6);
        Until.holds("two tasks run", () -> starts("n2") == 2);
        node.terminate();
        Until.holds("it is ending", () -> nodes().matches("(?s).*n2 +worker +ending.*"));
        join(token(), "n3");
        Until.holds("the rest is elsewhere", () -> starts("n3") == 2);
        assertThat(node.isAlive()).isTrue();
        go();
        node.ended().exits(0);
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 6));
        assertThat(mh.lines("starts")).as("each once").doesNotHaveDuplicates().hasSize(6);
        assertThat(starts("n2")).isEqualTo(2);
    }

    @Test
    void shouldGiveBackAtOnceWhatOutlastsASigterm() throws Exception {
        upAndListening();
        Started first = join(token(), "n2", "--drain-limit", "1s");
        Started run = job(UNTIL_GO, 2);
        Until.holds("two tasks run", () -> starts("n2") == 2);
        Started second = join(token(), "n3", "--drain-limit", "5m");
        first.terminate();
        first.ended().exits(0);
        Until.holds("they run elsewhere", () -> starts("n3") == 2);
        join(token(), "n4");
        second.terminate();
        Until.holds("it is ending", () -> nodes().matches("(?s).*n3 +worker +ending.*"));
        second.terminate();
        second.ended().exits(0);
        Until.holds("they run elsewhere again", () -> starts("n4") == 2);
        go();
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 2));
        assertThat(events()).doesNotContain("n2 was silent");
    }

    @Test
    void shouldShareALicenceOverAllNodes() throws Exception {
        upAndListening();
        mh.run("resource", "set", "licence=1").exits(0);
        join(token(), "n2");
        join(token(), "n3");
        Started run = mh.start(
                "run", "--resources", "far=1,licence=1", "--each", "1..9", "--", "sh", "-c", UNTIL_GO, "x", "{}");
        Until.holds("one task runs", () -> mh.lines("starts").size() == 1);
        assertThat(mh.run("resource", "list").exits(0).out()).containsPattern("licence +1 +1");
        Until.holds(
                "it is said why", () -> mh.run("why", "last").out().contains("all licence of the cluster is in use"));
        mh.run("resource", "rm", "licence").exits(120).saysOneSentence("use licence", "licence=0");
        mh.run("resource", "set", "licence=3").exits(0);
        Until.holds("all three run", () -> mh.lines("starts").size() == 3);
        go();
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 9));
        mh.run("resource", "rm", "licence").exits(0);
        assertThat(mh.run("resource", "list", "-o", "ids").exits(0).lines()).isEmpty();
    }

    @Test
    void shouldSayWhatItDoesNotTake() throws Exception {
        upAndListening();
        mh.run("node", "drain", "nobody").exits(120).saysOneSentence("no node 'nobody'", "mh node list");
        mh.run("node", "drain", "n1", "--undo", "--wait").exits(120).saysOneSentence("--undo");
        mh.run("node", "drain", "n1", "--limit", "soon").exits(120).saysOneSentence("--limit", "'soon'");
        mh.run("resource", "set", "licence").exits(120).saysOneSentence("'licence'", "cpu=2");
        mh.run("resource", "set", "cpu=4").exits(120).saysOneSentence("each node has its own cpu");
        mh.run("resource", "set", "licence=-1").exits(120).saysOneSentence("-1");
        mh.run("resource", "rm", "licence").exits(120).saysOneSentence("no resource 'licence'", "mh resource list");
        mh.run("up", "--drain-limit", "soon", "--data", joining("x").toString())
                .exits(120)
                .saysOneSentence("--drain-limit", "'soon'");
        assertThat(mh.run("resource", "list").exits(0).lines()).hasSize(2);
        assertThat(mh.run("resource", "list", "-o", "json").exits(0).out().replaceAll("\\s", ""))
                .isEqualTo("[]");
    }
}
