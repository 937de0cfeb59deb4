@NullMarked
package org.manyhands.store;

import org.jspecify.annotations.NullMarked;
