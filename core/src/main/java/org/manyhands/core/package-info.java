@NullMarked
package org.manyhands.core;

import org.jspecify.annotations.NullMarked;
