package org.manyhands.server.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.manyhands.store.Digest;

class CopyPlanTest {
    private static final Digest ONCE = blob("once");
    private static final Digest TWICE = blob("twice");
    private static final Digest EVERYWHERE = blob("everywhere");
    private static final Digest NOWHERE = blob("nowhere");

    @Test
    void shouldHaveTheRarestCopiedFirst() {
        CopyPlan plan = plan(3, true);
        assertThat(plan.thin()).containsExactly(ONCE, TWICE);
        assertThat(plan.missing(ONCE)).isEqualTo(2);
        assertThat(plan.missing(TWICE)).isEqualTo(1);
    }

    @Test
    void shouldLeaveAloneWhatHasEnoughCopies() {
        assertThat(plan(2, true).thin()).containsExactly(ONCE);
    }

    @Test
    void shouldCallLostWhatNoStoreHas() {
        assertThat(plan(3, true).lost()).containsExactly(NOWHERE);
    }

    @Test
    void shouldCallNothingLostWhileAStoreIsSilent() {
        assertThat(plan(3, false).lost()).isEmpty();
    }

    private static CopyPlan plan(int wanted, boolean allAnswer) {
        Map<String, Set<Digest>> lacking = new TreeMap<>();
        lacking.put("a", Set.of(NOWHERE));
        lacking.put("b", Set.of(NOWHERE, ONCE));
        lacking.put("c", Set.of(NOWHERE, ONCE, TWICE));
        return CopyPlan.of(Set.of(ONCE, TWICE, EVERYWHERE, NOWHERE), lacking, wanted, allAnswer, Rule.all());
    }

    private static Digest blob(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
