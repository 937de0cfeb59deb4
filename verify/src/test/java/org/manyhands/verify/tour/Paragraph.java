package org.manyhands.verify.tour;

import java.util.List;

/**
 * Commands that are judged together.
 *
 * @param line of the tour where it begins, from 1
 * @param commands at least one line of shell
 * @param output expected lines of standard output; empty: any output will do
 * @param exitCode expected of the last command
 */
record Paragraph(int line, List<String> commands, List<String> output, int exitCode) {}
