package org.manyhands.worker.user;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The user database of this machine, wherever it is kept: files, LDAP, what nsswitch.conf says. As it may be far away, what it
 * answers is believed for ten seconds. Safe for concurrent use.
 */
public final class UnixUsers {
    private static final long STRINGS_BYTES = 64 << 10;
    /** The kernel's limit (NGROUPS_MAX). */
    private static final int GROUPS_MAX = 65_536;

    private static final long BELIEVED_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int ANSWERS_MAX = 1_000;
    /** By name or by number. */
    private static final Map<Object, Answer> ANSWERS = new ConcurrentHashMap<>();

    private record Answer(Optional<UnixUser> user, long nanos) {
        boolean old() {
            return System.nanoTime() - nanos > BELIEVED_NANOS;
        }
    }

    private UnixUsers() {}

    /** As whom this process acts. */
    public static int ownUid() {
        return UserCalls.effectiveUser();
    }

    public static Optional<UnixUser> named(String name) {
        return known(
                name,
                (arena, passwd, strings, result) ->
                        UserCalls.byName(arena.allocateFrom(name), passwd, strings, result));
    }

    public static Optional<UnixUser> of(int uid) {
        return known(uid, (_, passwd, strings, result) -> UserCalls.byUid(uid, passwd, strings, result));
    }

    private interface Question {
        int ask(Arena arena, MemorySegment passwd, MemorySegment strings, MemorySegment result);
    }

    private static Optional<UnixUser> known(Object key, Question question) {
        Answer known = ANSWERS.get(key);
        if (known == null || known.old()) {
            if (ANSWERS.size() >= ANSWERS_MAX) {
                ANSWERS.clear();
            }
            known = new Answer(find(question), System.nanoTime());
            ANSWERS.put(key, known);
        }
        return known.user();
    }

    private static Optional<UnixUser> find(Question question) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment passwd = arena.allocate(UserCalls.PASSWD_BYTES, ADDRESS.byteAlignment());
            MemorySegment strings = arena.allocate(STRINGS_BYTES);
            MemorySegment result = arena.allocate(ADDRESS);
            int failure = question.ask(arena, passwd, strings, result);
            return failure == 0 && result.get(ADDRESS, 0).address() != 0
                    ? Optional.of(read(arena, passwd))
                    : Optional.empty();
        }
    }

    private static UnixUser read(Arena arena, MemorySegment passwd) {
        String name = text(passwd, UserCalls.PASSWD_NAME);
        int gid = passwd.get(JAVA_INT, UserCalls.PASSWD_GID);
        return new UnixUser(
                name,
                passwd.get(JAVA_INT, UserCalls.PASSWD_UID),
                gid,
                groups(arena, name, gid),
                text(passwd, UserCalls.PASSWD_HOME),
                text(passwd, UserCalls.PASSWD_SHELL));
    }

    private static List<Integer> groups(Arena arena, String name, int gid) {
        MemorySegment groups = arena.allocate(JAVA_INT, GROUPS_MAX);
        MemorySegment count = arena.allocateFrom(JAVA_INT, GROUPS_MAX);
        int found = UserCalls.groups(arena.allocateFrom(name), gid, groups, count);
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < found; i++) {
            all.add(groups.getAtIndex(JAVA_INT, i));
        }
        return all.isEmpty() ? List.of(gid) : all;
    }

    private static String text(MemorySegment passwd, long offset) {
        return passwd.get(ADDRESS, offset).reinterpret(STRINGS_BYTES).getString(0);
    }
}
