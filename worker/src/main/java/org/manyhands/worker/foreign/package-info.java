/** How functions of the C library are found and called, whatever they do. */
@NullMarked
package org.manyhands.worker.foreign;

import org.jspecify.annotations.NullMarked;
