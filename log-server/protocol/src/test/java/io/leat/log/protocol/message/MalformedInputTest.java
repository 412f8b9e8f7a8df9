package io.leat.log.protocol.message;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.runtime.sim.fuzz.Fuzz;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged messages are refused with one typed error and cost no more memory than good ones. */
class MalformedInputTest {

    /** What a message may cost: a factor for small elements, and lists and errors around them. */
    private static final int BYTES_PER_BYTE = 200;

    private static final int BYTES_AT_LEAST = 128 * 1024;

    /** Places in a message at which a length is made to lie. */
    private static final int LIES_MAX = 300;

    private static final byte[][] LENGTHS = {
        {127, -1, -1, -1}, // 2^31 - 1
        {-1, -1, -1, -1, 7}, // the same as a varint
        {-1, -1, -1, -1, 15}, // 2^32 - 1 as a varint
    };

    private record Sample(LeatType type, int version, byte[] bytes) {}

    @Test
    void shouldRefuseEachMessageThatEndsTooEarly() {
        samples(1).forEach(MalformedInputTest::refusesEarlyEnds);
    }

    private static void refusesEarlyEnds(Sample sample) {
        for (int length = 0; length < sample.bytes.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(sample.bytes, 0, length);
            assertThrows(
                    MalformedMessageException.class,
                    () -> sample.type.read(cut, sample.version),
                    () -> sample.type.name() + " v" + sample.version);
        }
    }

    /** What the tests here say of all versions that {@code kafka} knows, for one. */
    static void refusesMalformed(LeatType type, KafkaType kafka, int version) {
        for (Sample sample : samples(type, kafka, version, 1)) {
            refusesEarlyEnds(sample);
            staysSmallForLies(sample);
        }
    }

    @Test
    void shouldRefuseDamagedMessagesAndStaySmall() {
        fuzz(40_000);
    }

    @Test
    @Tag("live")
    void shouldRefuseMillionsOfDamagedMessagesAndStaySmall() {
        fuzz(Fuzz.MANY);
    }

    private static void fuzz(long cases) {
        List<Sample> samples = samples(2);
        // The first message of a type also costs what its class does.
        samples.forEach(sample -> sample.type.read(ByteBuffer.wrap(sample.bytes), sample.version));
        long[] refused = {0};
        Fuzz.run(
                "damaged messages",
                cases,
                damage -> {
                    Sample sample = damage.oneOf(samples);
                    refused[0] += reads(sample, damage.of(sample.bytes)) ? 0 : 1;
                });
        assertTrue(refused[0] > cases / 10, "only " + refused[0] + " were refused");
    }

    private static boolean reads(Sample sample, byte[] bytes) {
        Reader in = sample.type.versions().reader(ByteBuffer.wrap(bytes), sample.version);
        long before = allocated();
        try {
            sample.type.read().apply(in);
            return true;
        } catch (MalformedMessageException e) {
            return false;
        } finally {
            long cost = allocated() - before;
            assertTrue(
                    cost <= BYTES_AT_LEAST + (long) BYTES_PER_BYTE * bytes.length,
                    () -> sample.type.name() + ": " + cost + " bytes for " + bytes.length);
        }
    }

    @Test
    void shouldNotAllocateForALengthThatIsOnlyDeclared() {
        samples(1).forEach(MalformedInputTest::staysSmallForLies);
    }

    /**
     * Each field of the message in turn declares 2^31 - 1 bytes or elements, in each of the two
     * encodings of a length.
     */
    private static void staysSmallForLies(Sample sample) {
        for (int at = 0; at < Math.min(sample.bytes.length, LIES_MAX); at++) {
            for (byte[] length : LENGTHS) {
                byte[] damaged = sample.bytes.clone();
                int size = Math.min(length.length, damaged.length - at);
                System.arraycopy(length, 0, damaged, at, size);
                reads(sample, damaged);
            }
        }
    }

    private static List<Sample> samples(int each) {
        List<Sample> samples = new ArrayList<>();
        for (LeatType type : LeatType.all()) {
            KafkaType kafka = KafkaType.of(type);
            int lowest = kafka.empty().lowestSupportedVersion(); // OldVersionsTest has those before
            for (int v = lowest; v <= type.versions().highest(); v++) {
                samples.addAll(samples(type, kafka, v, each));
            }
        }
        return samples;
    }

    private static List<Sample> samples(LeatType type, KafkaType kafka, int version, int each) {
        List<Sample> samples = new ArrayList<>();
        RandomWire random = new RandomWire(type.name().hashCode() + version);
        for (int i = 0; i < each; i++) {
            ByteBuffer wire = random.message(kafka.schemas()[version]);
            byte[] bytes = new byte[wire.remaining()];
            wire.get(bytes);
            samples.add(new Sample(type, version, bytes));
        }
        return samples;
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
