package org.manyhands.worker.process;

/**
 * What the reaper runs: POSIX {@code sh} (dash and busybox included) with {@code grep}, {@code tr} and {@code kill}.
 * Its argument is the entry {@code MH_BOOT=...}; it is itself started without one. All of {@code /proc} is searched by a
 * few calls of grep, one for each leading digit, as a list of all files may be longer than a command line. Where grep
 * does not know NUL-separated lines, the files it finds are translated and looked at again. An {@code environ} that vanishes or may not be read
 * counts as not marked. A process that is just between its start and its exec does not show its mark yet, so the
 * search ends only when three in a row find none.
 */
final class ReaperScript {
    static final String TEXT = """
            trap '' HUP INT TERM QUIT
            mark=$1
            if read -r word && [ "$word" = leave ]; then exit 0; fi
            found() {
              for digit in 1 2 3 4 5 6 7 8 9; do
                grep -ls "$@" -F -e "$mark" /proc/$digit*/environ 2>/dev/null
              done
            }
            if printf 'a\\0b\\0' | grep -qzxF b 2>/dev/null; then
              marked() { found -zx; }
            else
              marked() {
                for file in $(found); do
                  if tr '\\0' '\\n' 2>/dev/null <"$file" | grep -qxF -e "$mark"; then echo "$file"; fi
                done 2>/dev/null
              }
            fi
            clean=0
            looks=0
            while [ $clean -lt 3 ] && [ $looks -lt 1000 ]; do
              looks=$((looks + 1))
              pids=
              for file in $(marked); do
                file=${file#/proc/}
                pids="$pids ${file%/environ}"
              done
              if [ -n "$pids" ]; then
                clean=0
                kill -KILL $pids 2>/dev/null
              else
                clean=$((clean + 1))
              fi
            done
            """;

    private ReaperScript() {}
}
