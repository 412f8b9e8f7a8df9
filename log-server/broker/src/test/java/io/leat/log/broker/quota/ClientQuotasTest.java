package io.leat.log.broker.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.QuotaEntity;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which quota holds for whom, and what is owed under it. */
final class ClientQuotasTest {

    private static final long SECOND = 1_000_000_000L;

    private final ClientQuotas quotas = new ClientQuotas(10);
    private MetadataImage image = MetadataImage.EMPTY;

    private void set(Double value, String... parts) {
        TreeMap<String, String> names = new TreeMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            names.put(parts[i], parts[i + 1]);
        }
        MetadataDelta delta = new MetadataDelta(image);
        delta.apply(new QuotaEntity(names).record("producer_byte_rate", value));
        image = delta.image(image.offset() + 1);
        quotas.onImage(image);
    }

    private Bucket find(String user, String client) {
        return quotas.find(QuotaKey.PRODUCE, user, client, 0);
    }

    /** What is owed after taking eleven thousand at once, in ms: tells the rate. */
    private long owed(String user, String client) {
        return find(user, client).take(11_000, 0);
    }

    @Test
    void shouldTakeTheClosestQuota() {
        assertNull(find("u", "c"));
        set(100.0, "client-id", null);
        assertEquals(100_000, owed("u0", "c0"));
        set(110.0, "client-id", "c");
        assertEquals(90_000, owed("u0", "c"));
        set(200.0, "user", null);
        assertEquals(45_000, owed("u1", "c"));
        set(220.0, "user", null, "client-id", null);
        assertEquals(40_000, owed("u2", "c"));
        set(250.0, "user", null, "client-id", "c");
        assertEquals(34_000, owed("u3", "c"));
        set(400.0, "user", "u");
        assertEquals(17_500, owed("u", "c"));
        set(500.0, "user", "u", "client-id", null);
        assertEquals(12_000, owed("u", "c1"));
        set(1_000.0, "user", "u", "client-id", "c2");
        assertEquals(1_000, owed("u", "c2"));
        set(null, "user", "u", "client-id", "c2");
        assertEquals(12_000, owed("u", "c3"));
    }

    @Test
    void shouldShareWhatIsForOneUserAndNotWhatStandsForEach() {
        set(100.0, "user", "u");
        assertSame(find("u", "a"), find("u", "b"));
        set(100.0, "client-id", null);
        assertSame(find("v", "a"), find("w", "a"));
        assertNotSame(find("v", "a"), find("v", "b"));
    }

    @Test
    void shouldKeepTheRateOverTheWindow() {
        Bucket bucket = new Bucket(100, 10 * SECOND);
        assertEquals(0, bucket.take(1_000, 0)); // ten idle seconds
        assertEquals(1_000, bucket.take(100, 0));
        assertEquals(0, bucket.owedMs(SECOND));
        assertEquals(500, bucket.take(50, SECOND));
        assertEquals(0, bucket.take(1_000, 100 * SECOND)); // never more than the window
        assertEquals(1_000, bucket.take(100, 100 * SECOND));
    }

    @Test
    void shouldSurviveASnapshot() {
        set(100.0, "user", null, "client-id", "c");
        MetadataDelta replayed = new MetadataDelta(MetadataImage.EMPTY);
        image.records().forEach(replayed::apply);
        assertEquals(image.quotas(), replayed.image(1).quotas());
    }
}
