@NullMarked
package org.manyhands.server.blob;

import org.jspecify.annotations.NullMarked;
