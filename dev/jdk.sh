# Finds a JDK for ./mh, dev/* and .ci/run; to be sourced. Sets jdk (its home) and jdk_version.

jdk_least=25

# jdk_at DIR: true if DIR is the home of a JDK that is new enough. The file "release" says it without starting a JVM.
jdk_at() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r jdk_key jdk_version; do
    if [ "$jdk_key" = JAVA_VERSION ]; then
      jdk_version=${jdk_version%%[!0-9.\"]*}
      jdk_version=${jdk_version#\"}
      jdk_version=${jdk_version%\"*}
      case ${jdk_version%%.*} in
        '' | *[!0-9]*) return 1 ;;
      esac
      [ "${jdk_version%%.*}" -ge "$jdk_least" ] || return 1
      jdk=$1
      return 0
    fi
  done <"$1/release"
  return 1
}

# jdk_of_path: the JDK whose java is the first on the PATH, which may be a chain of links.
jdk_of_path() {
  jdk_java=$(command -v java) || return 1
  jdk_java=$(readlink -f "$jdk_java" 2>/dev/null) || return 1
  jdk_at "${jdk_java%/bin/java}"
}

# find_jdk: what the user chose first (JAVA_HOME, the PATH), then the usual places.
find_jdk() {
  [ -n "${JAVA_HOME:-}" ] && jdk_at "$JAVA_HOME" && return 0
  jdk_of_path && return 0
  for jdk_dir in /usr/lib/jvm/* /opt/* /opt/*/* /usr/java/* /usr/local/java/* \
    "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    jdk_at "$jdk_dir" && return 0
  done
  if [ -x /usr/libexec/java_home ]; then
    jdk_dir=$(/usr/libexec/java_home -v "$jdk_least+" 2>/dev/null) && jdk_at "$jdk_dir" && return 0
  fi
  return 1
}

# The sentence for somebody who has none.
jdk_hint() {
  echo "Manyhands needs a JDK $jdk_least or newer, and found none in JAVA_HOME (${JAVA_HOME:-not set}), on the PATH or in the usual places."
  case $(uname -s) in
    Darwin) echo "Install one with 'brew install openjdk@$jdk_least', or set JAVA_HOME to one you have." ;;
    *) echo "Install one with 'apt-get install openjdk-$jdk_least-jdk-headless' (Debian 13, Ubuntu 24.04 or newer) or unpack Eclipse Temurin $jdk_least under /opt, or set JAVA_HOME to one you have." ;;
  esac
}
