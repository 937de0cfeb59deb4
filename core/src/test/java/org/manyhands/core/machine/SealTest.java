package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.Seal;

class SealTest {
    private static final Bytes DIGEST = Bytes.ofHex("ab".repeat(32));

    private final MachineFixture fixture = new MachineFixture();

    @Test
    void shouldRememberTheNewestSealAndTellIt() {
        assertThat(seal(1, DIGEST)).isEqualTo(new Reply.Done());
        assertThat(fixture.state().lastSeal()).isEqualTo(new Seal(1, 1, DIGEST));
        assertThat(fixture.events()).containsExactly(new Event.JournalSealed(1, 1, DIGEST));
    }

    @Test
    void shouldSealASegmentOnce() {
        seal(2, DIGEST);
        for (long segment = 0; segment <= 2; segment++) {
            assertThat(seal(segment, DIGEST))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.INVALID));
            assertThat(fixture.events()).isEmpty();
        }
        assertThat(seal(3, DIGEST)).isEqualTo(new Reply.Done());
    }

    @Test
    void shouldRefuseWhatIsNoDigest() {
        assertThat(seal(1, Bytes.EMPTY)).isInstanceOf(Reply.Refused.class);
        assertThat(fixture.state().lastSeal()).isEqualTo(Seal.NONE);
    }

    private Reply seal(long segment, Bytes digest) {
        return fixture.apply(new Command.SealJournal(segment, 1, digest));
    }
}
