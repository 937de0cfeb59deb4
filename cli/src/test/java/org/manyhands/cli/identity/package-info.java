@NullMarked
package org.manyhands.cli.identity;

import org.jspecify.annotations.NullMarked;
