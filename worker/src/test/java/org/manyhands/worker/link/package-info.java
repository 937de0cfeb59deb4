@NullMarked
package org.manyhands.worker.link;

import org.jspecify.annotations.NullMarked;
