/** Which node of which cluster this one is: what it shows to others, how it joins, and how its certificate is renewed. */
@NullMarked
package org.manyhands.cli.identity;

import org.jspecify.annotations.NullMarked;
