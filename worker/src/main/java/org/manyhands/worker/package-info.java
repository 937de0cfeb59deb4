@NullMarked
package org.manyhands.worker;

import org.jspecify.annotations.NullMarked;
