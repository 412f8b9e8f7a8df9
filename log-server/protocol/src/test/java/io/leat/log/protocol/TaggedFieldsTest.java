package io.leat.log.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tagged fields that end a structure: counted, numbered, with a size of their own. */
class TaggedFieldsTest {

    private static Reader reader(int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int value : bytes) {
            buffer.put((byte) value);
        }
        return new Reader(buffer.flip(), 0, true);
    }

    @Test
    void shouldEndAStructureWithNothingInVersionsWithoutTags() {
        Writer plain = new Writer(0, false);
        plain.tags();
        assertEquals(0, plain.toBuffer().remaining());
        Writer flexible = new Writer(0, true);
        flexible.tags();
        assertEquals(ByteBuffer.wrap(new byte[] {0}), flexible.toBuffer());
        assertEquals(0, new Reader(ByteBuffer.allocate(0), 0, false).tagCount());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 3_000_000})
    void shouldWriteTheSizeOfAFieldOfAnyLength(int size) {
        Writer out = new Writer(0, true);
        int tags = out.tags();
        int field = out.tag(tags, 5);
        for (int i = 0; i < size; i++) {
            out.int8((byte) i);
        }
        out.endTag(field);
        int last = out.tag(tags, 300);
        out.int32(-7);
        out.endTag(last);

        Reader in = new Reader(out.toBuffer(), 0, true);
        assertEquals(2, in.tagCount());
        assertEquals(5, in.tag());
        int end = in.tagEnd();
        for (int i = 0; i < size; i++) {
            assertEquals((byte) i, in.int8());
        }
        in.endTag(end);
        assertEquals(300, in.tag());
        int lastEnd = in.tagEnd();
        assertEquals(-7, in.int32());
        in.endTag(lastEnd);
        in.end();
    }

    @Test
    void shouldSkipFieldsNobodyKnows() {
        Reader in = reader(2, 9, 3, 1, 2, 3, 0x80, 0x01, 0, 77);
        in.skipTags();
        assertEquals(77, in.int8());
    }

    @Test
    void shouldRefuseFieldsThatEndElsewhereThanTheySay() {
        Reader in = reader(1, 0, 3, 0, 0, 0, 0);
        in.tagCount();
        in.tag();
        int end = in.tagEnd();
        in.int32();
        assertThrows(MalformedMessageException.class, () -> in.endTag(end));
    }

    @Test
    void shouldRefuseSizesAndCountsBeyondTheMessage() {
        assertThrows(MalformedMessageException.class, () -> reader(1, 0, 2, 0).skipTags());
        assertThrows(MalformedMessageException.class, () -> reader(2, 0, 0).skipTags());
        assertThrows(
                MalformedMessageException.class,
                () -> reader(1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0).skipTags());
    }

    /** A count of 2^32 - 1 ends with the bytes, not after as many rounds. */
    @Test
    void shouldNotBelieveACount() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () ->
                        assertThrows(
                                MalformedMessageException.class,
                                () -> reader(0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0, 2, 0).skipTags()));
    }
}
