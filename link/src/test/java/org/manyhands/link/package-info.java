@NullMarked
package org.manyhands.link;

import org.jspecify.annotations.NullMarked;
