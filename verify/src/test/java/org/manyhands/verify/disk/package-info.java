/** Every write path of which the door is public, crashed after each of its operations. */
@NullMarked
package org.manyhands.verify.disk;

import org.jspecify.annotations.NullMarked;
