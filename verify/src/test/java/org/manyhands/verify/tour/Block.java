package org.manyhands.verify.tour;

import java.util.List;

/** One sh block of the tour, which one shell executes from top to bottom. */
record Block(int line, List<Paragraph> paragraphs) {}
