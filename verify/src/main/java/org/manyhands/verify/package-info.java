@NullMarked
package org.manyhands.verify;

import org.jspecify.annotations.NullMarked;
