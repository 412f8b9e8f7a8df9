package io.leat.streams.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.leat.common.utils.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The buffer of one store, against a sorted map. */
final class WriteBufferTest {

    private static final long SEGMENT_MS = 100;

    /** Some begin others, and some are only zeros. */
    private static final String[] USER_KEYS = {"", "a", "aa", "aaaaaaaaa", "b", "\0", "\0\0", "ab"};

    private final TreeMap<Bytes, BufferedEntry> model = new TreeMap<>();

    private static TimedKeys keys(TimedKeys.Kind kind) {
        return new TimedKeys(kind, 1_000, SEGMENT_MS);
    }

    private static Bytes random(TimedKeys keys, Random random) {
        Bytes key = Bytes.wrap(USER_KEYS[random.nextInt(USER_KEYS.length)].getBytes(UTF_8));
        long time = random.nextInt(300);
        return switch (keys.kind()) {
            case WINDOW -> keys.window(key, time, random.nextInt(3));
            case SESSION -> keys.session(key, random.nextInt(300), time);
            case VERSION -> keys.first(keys.segment(time), key, time);
        };
    }

    private void add(WriteBuffer buffer, Bytes key) {
        BufferedEntry fresh = new BufferedEntry(key, new byte[0]);
        assertSame(model.get(key), buffer.add(fresh));
        model.putIfAbsent(key, fresh);
    }

    private void same(WriteBuffer buffer, TimedKeys keys, Random random) {
        assertEquals(model.size(), buffer.size());
        Bytes some = random(keys, random);
        assertSame(model.get(some), buffer.get(some));
        Bytes key = keys.key(some);
        long segment = keys.segment(keys.time(some));
        long from = random.nextInt(300);
        Bytes first = keys.first(segment, key, from);
        Bytes last = keys.last(segment, key, from + random.nextInt(60));
        List<BufferedEntry> between =
                new ArrayList<>(model.subMap(first, true, last, true).values());
        between.removeIf(entry -> entry.key.get().length != first.get().length);
        assertEquals(between, buffer.ofKey(first, last));
    }

    @ParameterizedTest
    @EnumSource(TimedKeys.Kind.class)
    void shouldFindWhatASortedMapFinds(TimedKeys.Kind kind) {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            TimedKeys keys = keys(kind);
            WriteBuffer buffer = new WriteBuffer(keys);
            for (int step = 0; step < 400; step++) {
                add(buffer, random(keys, random));
                same(buffer, keys, random);
            }
            assertEquals(List.copyOf(model.values()), buffer.inOrder());
            if (round % 2 == 0) { // somebody reads across keys: it is a sorted map from now on
                assertEquals(model, buffer.sorted());
            }
            add(buffer, random(keys, random));
            same(buffer, keys, random);
            assertEquals(List.copyOf(model.values()), buffer.inOrder());
            buffer.clear();
            model.clear();
            same(buffer, keys, random);
            assertEquals(List.of(), buffer.inOrder());
        }
    }

    @Test
    void shouldSortEverythingOnceAKeyHasMany() {
        Random random = new Random(8);
        TimedKeys keys = keys(TimedKeys.Kind.WINDOW);
        WriteBuffer buffer = new WriteBuffer(keys);
        Bytes hot = Bytes.wrap("hot".getBytes(UTF_8));
        for (int i = 0; i < 1_000; i++) {
            add(buffer, keys.window(hot, random.nextInt(100), random.nextInt(1_000)));
            add(buffer, random(keys, random));
            same(buffer, keys, random);
        }
        assertEquals(List.copyOf(model.values()), buffer.inOrder());
    }

    @Test
    void shouldFindKeysWithoutATimeByHash() {
        WriteBuffer buffer = new WriteBuffer(null);
        for (String key : USER_KEYS) {
            add(buffer, Bytes.wrap(key.getBytes(UTF_8)));
        }
        assertEquals(List.copyOf(model.values()), buffer.inOrder());
        assertNull(buffer.get(Bytes.wrap("c".getBytes(UTF_8))));
    }

    @Test
    void shouldSortManyByWhateverBitsOfThemDiffer() {
        Random random = new Random(9);
        for (int shared = 0; shared <= 20; shared++) {
            for (int differing = 0; differing <= 9; differing++) {
                WriteBuffer buffer = new WriteBuffer(null);
                model.clear();
                for (int i = 0; i < 700; i++) {
                    byte[] key = new byte[shared + differing];
                    for (int at = shared; at < key.length; at++) {
                        key[at] = (byte) random.nextInt(at % 2 == 0 ? 256 : 3);
                    }
                    add(
                            buffer,
                            Bytes.wrap(
                                    Arrays.copyOf(
                                            key,
                                            key.length
                                                    - random.nextInt(
                                                            Math.min(2, 1 + key.length)))));
                }
                assertEquals(List.copyOf(model.values()), buffer.inOrder());
            }
        }
    }

    /** Among so many keys some have the same hash of 32 bits. */
    @Test
    void shouldTellKeysApartThatHaveOneHash() {
        TimedKeys keys = keys(TimedKeys.Kind.WINDOW);
        WriteBuffer buffer = new WriteBuffer(keys);
        int many = 300_000;
        for (int i = 0; i < many; i++) {
            Bytes key = keys.window(Bytes.wrap(("k" + i).getBytes(UTF_8)), 1, 0);
            assertNull(buffer.add(new BufferedEntry(key)));
        }
        assertEquals(many, buffer.size());
    }
}
