package org.manyhands.core.state;

import org.manyhands.core.Bytes;

/** Items that came together: the blob that has their values, and how many they are. */
public record ItemList(Bytes list, long count) {}
