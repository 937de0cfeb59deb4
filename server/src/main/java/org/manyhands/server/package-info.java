@NullMarked
package org.manyhands.server;

import org.jspecify.annotations.NullMarked;
