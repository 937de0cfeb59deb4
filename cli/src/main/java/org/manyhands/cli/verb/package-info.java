/** The command line: one class a verb, and what several of them share. */
@NullMarked
package org.manyhands.cli.verb;

import org.jspecify.annotations.NullMarked;
