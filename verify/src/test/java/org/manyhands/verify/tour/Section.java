package org.manyhands.verify.tour;

import java.util.List;

/** What stands under one {@code ##} heading: blocks that share a directory. */
record Section(String title, List<Block> blocks) {}
