package org.manyhands.core.items;

import java.util.ArrayList;
import java.util.List;

/**
 * A small number for each item, kept as bit planes: plane k holds the items whose number has bit k. What all items have in
 * common costs nothing.
 */
public record Planes(List<ItemSet> planes) {
    public static final Planes ZERO = new Planes(List.of());

    public Planes {
        planes = List.copyOf(planes);
    }

    /** One more for each of these items. */
    public Planes increment(ItemSet items) {
        List<ItemSet> next = new ArrayList<>(planes);
        ItemSet carry = items;
        for (int bit = 0; !carry.isEmpty(); bit++) {
            ItemSet plane = bit < next.size() ? next.get(bit) : ItemSet.EMPTY;
            if (bit == next.size()) {
                next.add(plane);
            }
            next.set(bit, plane.xor(carry));
            carry = plane.and(carry);
        }
        return new Planes(next);
    }

    /** Zero for each of these items. */
    public Planes clear(ItemSet items) {
        List<ItemSet> next = new ArrayList<>();
        planes.forEach(plane -> next.add(plane.andNot(items)));
        while (!next.isEmpty() && next.getLast().isEmpty()) {
            next.removeLast();
        }
        return new Planes(next);
    }

    public int get(long item) {
        int number = 0;
        for (int bit = 0; bit < planes.size(); bit++) {
            number |= planes.get(bit).contains(item) ? 1 << bit : 0;
        }
        return number;
    }

    /** Those of the items whose number is exactly this. */
    public ItemSet equalTo(int number, ItemSet items) {
        if (number >>> planes.size() != 0) {
            return ItemSet.EMPTY;
        }
        ItemSet equal = items;
        for (int bit = 0; bit < planes.size(); bit++) {
            equal = (number >>> bit & 1) == 1 ? equal.and(planes.get(bit)) : equal.andNot(planes.get(bit));
        }
        return equal;
    }

    /** Those of the items whose number is greater than this. */
    public ItemSet greaterThan(int number, ItemSet items) {
        if (number >>> planes.size() != 0) {
            return ItemSet.EMPTY;
        }
        ItemSet greater = ItemSet.EMPTY;
        ItemSet equal = items;
        for (int bit = planes.size() - 1; bit >= 0; bit--) {
            ItemSet set = equal.and(planes.get(bit));
            if ((number >>> bit & 1) == 0) {
                greater = greater.or(set);
                equal = equal.andNot(set);
            } else {
                equal = set;
            }
        }
        return greater;
    }

    /** The greatest number that any item can have in this many planes. */
    public int bound() {
        return (1 << planes.size()) - 1;
    }
}
