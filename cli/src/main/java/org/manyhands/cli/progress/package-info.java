/** What a person or a program sees of a job while it runs. */
@NullMarked
package org.manyhands.cli.progress;

import org.jspecify.annotations.NullMarked;
