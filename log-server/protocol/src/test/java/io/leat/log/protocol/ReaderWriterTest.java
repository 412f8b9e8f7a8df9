package io.leat.log.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.ByteUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoding of single values: written as the protocol says, and read back as they were. */
class ReaderWriterTest {

    private static final BiConsumer<Uuid, Writer> UUID = (id, out) -> out.uuid(id);
    private static final String LONGEST = "x".repeat(Short.MAX_VALUE);

    private static ByteBuffer written(boolean flexible, Consumer<Writer> values) {
        Writer out = new Writer(7, flexible);
        values.accept(out);
        return out.toBuffer();
    }

    private static String hex(boolean flexible, Consumer<Writer> values) {
        ByteBuffer bytes = written(flexible, values);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private static Reader reader(boolean flexible, String hex) {
        return new Reader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), 7, flexible);
    }

    private static <T> T back(boolean flexible, Consumer<Writer> write, Function<Reader, T> read) {
        Reader in = new Reader(written(flexible, write), 7, flexible);
        T value = read.apply(in);
        in.end();
        return value;
    }

    private static void refused(boolean flexible, String hex, Consumer<Reader> read) {
        assertThrows(
                MalformedMessageException.class,
                () -> read.accept(reader(flexible, hex)),
                () -> "'" + hex + "' was read");
    }

    private static void unencodable(Consumer<Writer> write) {
        for (boolean flexible : new boolean[] {false, true}) {
            assertThrows(UnencodableMessageException.class, () -> written(flexible, write));
        }
    }

    @Test
    void shouldWriteVarintsInGroupsOfSevenBits() {
        assertEquals("00", hex(true, out -> out.unsignedVarint(0)));
        assertEquals("7f", hex(true, out -> out.unsignedVarint(127)));
        assertEquals("8001", hex(true, out -> out.unsignedVarint(128)));
        assertEquals("ac02", hex(true, out -> out.unsignedVarint(300)));
        assertEquals("ffffffff0f", hex(true, out -> out.unsignedVarint(-1)));
        assertEquals("01", hex(true, out -> out.varint(-1)));
        assertEquals("02", hex(true, out -> out.varint(1)));
        assertEquals("ffffffff0f", hex(true, out -> out.varint(Integer.MIN_VALUE)));
        assertEquals("ffffffffffffffffff01", hex(true, out -> out.varlong(Long.MIN_VALUE)));
    }

    @Test
    void shouldWriteAndReadVarintsAsKafkaDoes() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            int number = random.nextInt() >> random.nextInt(32);
            long large = random.nextLong() >> random.nextInt(64);
            ByteBuffer theirs = ByteBuffer.allocate(20);
            ByteUtils.writeUnsignedVarint(number, theirs);
            ByteUtils.writeVarint(number, theirs);
            ByteUtils.writeVarlong(large, theirs);
            theirs.flip();
            ByteBuffer ours =
                    written(
                            true,
                            out -> {
                                out.unsignedVarint(number);
                                out.varint(number);
                                out.varlong(large);
                            });
            assertEquals(theirs, ours);
            Reader in = new Reader(theirs, 7, true);
            assertEquals(number, in.unsignedVarint());
            assertEquals(number, in.varint());
            assertEquals(large, in.varlong());
        }
    }

    @Test
    void shouldRefuseVarintsThatDoNotEnd() {
        refused(true, "ffffffffff01", Reader::unsignedVarint);
        refused(true, "ffffffffff", Reader::varint);
        refused(true, "ffffffffffffffffffff01", Reader::varlong);
        refused(true, "ffff", Reader::unsignedVarint);
        refused(true, "", Reader::varlong);
    }

    @Test
    void shouldWriteAndReadFixedNumbers() {
        assertEquals("fe", hex(false, out -> out.int8((byte) -2)));
        assertEquals("fffe", hex(false, out -> out.int16((short) -2)));
        assertEquals("fffe", hex(false, out -> out.uint16(0xfffe)));
        assertEquals("7fffffff", hex(false, out -> out.int32(Integer.MAX_VALUE)));
        assertEquals("fffffffe", hex(false, out -> out.uint32(0xffff_fffeL)));
        assertEquals(0xfffe, reader(false, "fffe").uint16());
        assertEquals(0xffff_fffeL, reader(false, "fffffffe").uint32());
        assertEquals(-1.5, back(false, out -> out.float64(-1.5), Reader::float64));
        assertEquals(true, reader(false, "05").bool());
        unencodable(out -> out.uint16(1 << 16));
        unencodable(out -> out.uint16(-1));
        unencodable(out -> out.uint32(1L << 32));
        unencodable(out -> out.uint32(-1));
    }

    @Test
    void shouldUseCompactLengthsOnlyInFlexibleVersions() {
        assertEquals("0003616263", hex(false, out -> out.string("abc")));
        assertEquals("04616263", hex(true, out -> out.string("abc")));
        assertEquals("ffff", hex(false, out -> out.nullableString(null)));
        assertEquals("00", hex(true, out -> out.nullableString(null)));
        ByteBuffer two = ByteBuffer.wrap(new byte[] {1, 2});
        assertEquals("000000020102", hex(false, out -> out.bytes(two)));
        assertEquals("030102", hex(true, out -> out.bytes(two)));
        assertEquals("ffffffff", hex(false, out -> out.nullableBytes(null)));
        assertEquals("00", hex(true, out -> out.nullableRecords(null)));
        List<Integer> numbers = List.of(5, 6);
        assertEquals(
                "000000020000000500000006", hex(false, out -> out.values(numbers, Writer::int32)));
        assertEquals("030000000500000006", hex(true, out -> out.values(numbers, Writer::int32)));
        assertEquals("00", hex(true, out -> out.nullableValues(null, Writer::int32)));
        assertEquals("01", hex(true, out -> out.values(List.<Integer>of(), Writer::int32)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadBackWhatItWrote(boolean flexible) {
        for (String text : List.of("", "a", "ä世😀", "\0", LONGEST)) {
            assertEquals(text, back(flexible, out -> out.string(text), Reader::string));
            assertEquals(
                    text, back(flexible, out -> out.nullableString(text), Reader::nullableString));
        }
        ByteBuffer bytes = ByteBuffer.wrap(LONGEST.getBytes());
        assertEquals(bytes, back(flexible, out -> out.bytes(bytes), Reader::bytes));
        assertEquals(
                bytes,
                back(flexible, out -> out.records(Records.of(bytes)), Reader::records).toBuffer());
        assertNull(back(flexible, out -> out.nullableBytes(null), Reader::nullableBytes));
        assertNull(back(flexible, out -> out.nullableRecords(null), Reader::nullableRecords));
        assertNull(
                back(
                        flexible,
                        out -> out.nullableValues(null, Writer::string),
                        in -> in.nullableList(Reader::string)));
        List<String> many = List.of("one", "", "three");
        assertEquals(
                many,
                back(
                        flexible,
                        out -> out.values(many, Writer::string),
                        in -> in.list(Reader::string)));
    }

    @Test
    void shouldReadStringsFromDirectMemoryToo() {
        ByteBuffer direct = ByteBuffer.allocateDirect(10).put((byte) 4).put("abc".getBytes());
        assertEquals("abc", new Reader(direct.flip(), 0, true).string());
    }

    @Test
    void shouldRefuseStringsLongerThanTheProtocolAllows() {
        unencodable(out -> out.string(LONGEST + "x"));
        unencodable(out -> out.string("ä".repeat(Short.MAX_VALUE / 2 + 1)));
        unencodable(out -> out.legacyString(LONGEST + "x"));
        Writer out = new Writer(0, true);
        out.unsignedVarint(Short.MAX_VALUE + 2);
        for (int i = 0; i <= Short.MAX_VALUE; i++) {
            out.int8((byte) 'x');
        }
        ByteBuffer bytes = out.toBuffer();
        assertThrows(MalformedMessageException.class, () -> new Reader(bytes, 0, true).string());
    }

    @Test
    void shouldRefuseNullWhereAValueIsRequired() {
        refused(false, "ffff", Reader::string);
        refused(true, "00", Reader::string);
        refused(false, "ffffffff", Reader::bytes);
        refused(true, "00", Reader::records);
        refused(false, "ffffffff", in -> in.list(Reader::int8));
    }

    @Test
    void shouldRefuseLengthsThatAreNegativeOrLongerThanTheMessage() {
        refused(false, "fffe6162", Reader::nullableString);
        refused(false, "00036162", Reader::string);
        refused(true, "046162", Reader::string);
        refused(false, "fffffffe00", Reader::nullableBytes);
        refused(false, "7fffffff00", Reader::bytes);
        refused(true, "ffffffff0700", Reader::bytes);
        refused(true, "ffffffff0f00", Reader::bytes);
        refused(false, "7fffffff00", Reader::records);
        refused(false, "7fffffff00", in -> in.list(Reader::int8));
        refused(false, "8000000000", in -> in.nullableList(Reader::int8));
        refused(true, "ffffffff0700", in -> in.list(Reader::int8));
        refused(false, "0000000301", in -> in.list(Reader::int8));
    }

    @Test
    void shouldSayWhatIsMissingWhenTheMessageEnds() {
        for (Consumer<Reader> read :
                List.<Consumer<Reader>>of(
                        Reader::int16, Reader::int32, Reader::int64, Reader::uuid)) {
            refused(false, "00", read);
        }
        var failure =
                assertThrows(MalformedMessageException.class, () -> reader(false, "00").int32());
        assertEquals("The message ends too early: 1 bytes are left", failure.getMessage());
    }

    @Test
    void shouldRefuseBytesBehindTheMessage() {
        Reader in = reader(false, "0001ff");
        in.int16();
        assertEquals(1, in.remaining());
        var failure = assertThrows(MalformedMessageException.class, in::end);
        assertEquals("1 bytes follow the message", failure.getMessage());
    }

    @Test
    void shouldMarkAMissingStructure() {
        assertEquals("ff", hex(true, out -> out.nullable(null, UUID)));
        assertEquals("00", hex(true, out -> out.nullableInTag(null, UUID)));
        Uuid id = new Uuid(1, 2);
        assertEquals(
                id, back(true, out -> out.nullable(id, UUID), in -> in.nullable(Reader::uuid)));
        assertEquals(
                id,
                back(
                        true,
                        out -> out.nullableInTag(id, UUID),
                        in -> in.nullableInTag(Reader::uuid)));
        assertNull(reader(true, "ff").nullable(Reader::uuid));
    }

    @Test
    void shouldNotCopyRecords() {
        ByteBuffer log = ByteBuffer.allocateDirect(100);
        Writer out = new Writer(0, false);
        out.int32(1);
        out.records(Records.of(log.slice(10, 20)));
        out.int32(2);
        ByteBuffer[] parts = out.finish();
        assertEquals(3, parts.length);
        log.put(10, (byte) 42);
        assertEquals(42, parts[1].get(0));
        assertEquals(8 + 20 + 4, out.toBuffer().remaining());
    }

    @Test
    void shouldShowSlicesOfTheFrame() {
        ByteBuffer frame = ByteBuffer.wrap(new byte[] {3, 10, 20});
        ByteBuffer bytes = new Reader(frame, 0, true).bytes();
        frame.put(1, (byte) 11);
        assertEquals(11, bytes.get(0));
        assertSame(frame.array(), bytes.array());
    }

    @Test
    void shouldRefuseWhatAVersionCannotSay() {
        Writer out = new Writer(3, false);
        out.absent(true, "topicId");
        assertEquals("a", out.present("a", "name"));
        var lost =
                assertThrows(UnencodableMessageException.class, () -> out.absent(false, "topicId"));
        assertEquals("topicId does not exist in version 3", lost.getMessage());
        var missing =
                assertThrows(UnencodableMessageException.class, () -> out.present(null, "name"));
        assertEquals("name must not be null in version 3", missing.getMessage());
    }
}
