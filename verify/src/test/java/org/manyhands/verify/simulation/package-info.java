/** The simulation as a test: many seeds are clean, and what is planted is found. */
@NullMarked
package org.manyhands.verify.simulation;

import org.jspecify.annotations.NullMarked;
