@NullMarked
package org.manyhands.cli;

import org.jspecify.annotations.NullMarked;
