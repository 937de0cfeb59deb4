/** Pages of archived jobs: written and read, lost, and which jobs are due. */
@NullMarked
package org.manyhands.server.archive;

import org.jspecify.annotations.NullMarked;
