package org.manyhands.server.api;

import java.util.List;
import org.manyhands.server.journal.Damage;

/** What is missing of the journal, in words. */
final class Damages {
    private Damages() {}

    static List<String> sentences(List<Damage> damages) {
        return damages.stream().map(Damages::sentence).distinct().toList();
    }

    private static String sentence(Damage damage) {
        String where = "segment " + damage.segment() + " of the journal is damaged"
                + (damage.offset() < 0 ? "" : " at byte " + damage.offset());
        if (damage.afterMillis() == 0) {
            return where + ": some of what it said is lost; all else is told";
        }
        return where + ": something that happened " + (damage.offset() < 0 ? "before " : "after ")
                + History.moment(damage.afterMillis()) + " is lost; all else is told";
    }
}
