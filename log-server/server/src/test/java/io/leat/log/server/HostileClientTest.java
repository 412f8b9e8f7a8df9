package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no well-behaved client sends, over sockets to a real server, which serves on. */
final class HostileClientTest {

    private static final long SEED = 20_251;

    @TempDir Path data;

    private LeatServer server;

    @BeforeEach
    void start() {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners",
                                "PLAINTEXT://127.0.0.1:0",
                                "log.dirs",
                                data.toString(),
                                "offsets.topic.num.partitions",
                                "1",
                                "transaction.state.log.num.partitions",
                                "1"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** One connection, spoken to in frames. */
    private final class Wire implements AutoCloseable {

        private final Socket socket = new Socket("127.0.0.1", server.endpoint().port());
        private final DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        private final DataInputStream in = new DataInputStream(socket.getInputStream());

        Wire() throws IOException {
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
        }

        void send(ByteBuffer frame) throws IOException {
            byte[] bytes = new byte[frame.remaining()];
            frame.duplicate().get(bytes);
            ByteBuffer prefixed = ByteBuffer.allocate(4 + bytes.length);
            out.write(prefixed.putInt(bytes.length).put(bytes).array());
        }

        ByteBuffer receive() throws IOException {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return ByteBuffer.wrap(bytes);
        }

        /** Reads on; at the end, or at a reset because of what the server did not read, true. */
        boolean isClosedByServer() throws IOException {
            try {
                return in.read() < 0;
            } catch (SocketException reset) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static ByteBuffer request(
            ApiKeys key, short version, int correlationId, ApiMessage body) {
        var header = new RequestHeader(key, version, "test", correlationId);
        ByteBuffer head =
                MessageUtil.toByteBufferAccessor(header.data(), header.headerVersion()).buffer();
        ByteBuffer content = MessageUtil.toByteBufferAccessor(body, version).buffer();
        return ByteBuffer.allocate(head.remaining() + content.remaining())
                .put(head)
                .put(content)
                .flip();
    }

    private static ByteBuffer metadata(int correlationId) {
        return request(ApiKeys.METADATA, (short) 12, correlationId, new MetadataRequestData());
    }

    private void assertServes() throws IOException {
        try (Wire wire = new Wire()) {
            wire.send(metadata(77));
            assertEquals(77, wire.receive().getInt());
        }
    }

    @Test
    void shouldRefuseNewerVersionsInASchemaKafkasClientReads() throws IOException {
        var topics =
                List.of(
                        new ListOffsetsRequestData.ListOffsetsTopic()
                                .setName("t")
                                .setPartitions(
                                        List.of(
                                                new ListOffsetsRequestData.ListOffsetsPartition()
                                                        .setPartitionIndex(3))));
        try (Wire wire = new Wire()) {
            ByteBuffer offsets =
                    request(
                            ApiKeys.LIST_OFFSETS,
                            (short) 11,
                            1,
                            new ListOffsetsRequestData().setTopics(topics));
            wire.send(offsets.putShort(2, (short) 12));
            assertTrue(read(wire.receive(), ApiKeys.LIST_OFFSETS, 11).contains("errorCode=35"));
            for (ApiKeys key :
                    List.of(ApiKeys.METADATA, ApiKeys.HEARTBEAT, ApiKeys.END_TXN, ApiKeys.FETCH)) {
                short latest = key.latestVersion();
                ApiMessage body = ApiMessageType.fromApiKey(key.id).newRequest();
                wire.send(request(key, latest, 9, body).putShort(2, (short) (latest + 1)));
                assertTrue(read(wire.receive(), key, latest).contains("errorCode=35"), key.name());
            }
            wire.send(metadata(5));
            assertEquals(5, wire.receive().getInt(), "the connection stays usable");
        }
    }

    private static String read(ByteBuffer frame, ApiKeys key, int version) {
        ResponseHeader.parse(frame, key.responseHeaderVersion((short) version));
        return AbstractResponse.parseResponse(key, new ByteBufferAccessor(frame), (short) version)
                .data()
                .toString();
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() throws Exception {
        topic("quick");
        try (Wire wire = new Wire()) {
            for (int i = 0; i < 300; i++) {
                boolean parks = i % 50 == 7; // an empty partition: parked for a while
                wire.send(parks ? fetch("quick", 30, i) : metadata(i));
            }
            for (int i = 0; i < 300; i++) {
                assertEquals(i, wire.receive().getInt());
            }
        }
    }

    /** Kept by the logging of the JDK, which tests use, while it is open. */
    private static final class Lines extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger("io.leat.log.broker");
        private final List<LogRecord> records = new CopyOnWriteArrayList<>();

        Lines() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                records.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    @Test
    void shouldSayOnceWhyItClosesAndServeOn() throws IOException {
        try (Lines lines = new Lines()) {
            ByteBuffer damaged = metadata(1).putInt(11, Integer.MAX_VALUE);
            ByteBuffer five = ByteBuffer.allocate(5 * (4 + damaged.remaining()));
            while (five.hasRemaining()) {
                five.putInt(damaged.remaining()).put(damaged.duplicate());
            }
            try (Wire wire = new Wire()) {
                wire.out.write(five.array());
                assertTrue(wire.isClosedByServer());
            }
            assertServes();
            assertEquals(1, lines.records.size());
            String said = new SimpleFormatter().formatMessage(lines.records.get(0));
            assertTrue(said.startsWith("Closed the connection of unknown at 127.0.0.1:"), said);
            assertTrue(said.contains("malformed"), said);
            assertNull(lines.records.get(0).getThrown());
        }
    }

    @Test
    void shouldNotFillTheLogWithComplaints() throws IOException {
        try (Lines lines = new Lines()) {
            for (int i = 0; i < 100; i++) {
                try (Wire wire = new Wire()) {
                    wire.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                    assertTrue(wire.isClosedByServer());
                }
            }
            assertTrue(lines.records.size() < 50, lines.records.size() + " lines");
            assertServes();
        }
    }

    @Test
    void shouldSurviveDamagedRequests() throws IOException {
        Random random = new Random(SEED);
        List<ByteBuffer> good = goodRequests();
        for (int round = 0; round < 1_500; round++) {
            ByteBuffer frame = good.get(random.nextInt(good.size()));
            byte[] damaged = new byte[frame.remaining()];
            frame.duplicate().get(damaged);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                int at =
                        random.nextInt(4) == 0 ? random.nextInt(8) : random.nextInt(damaged.length);
                damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
            }
            if (random.nextInt(3) == 0) {
                damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length + 20));
            }
            try (Wire wire = new Wire()) {
                wire.send(ByteBuffer.wrap(damaged));
                wire.socket.shutdownOutput();
                while (!wire.isClosedByServer()) {
                    // answered or not, the connection ends
                }
            } catch (IOException reset) {
                // the server closed it while we wrote
            }
        }
        assertServes();
    }

    private static List<ByteBuffer> goodRequests() {
        List<ByteBuffer> good = new ArrayList<>();
        for (ApiKeys key : ApiKeys.brokerApis()) {
            for (short version : key.allVersions()) {
                try {
                    good.add(
                            request(
                                    key,
                                    version,
                                    1,
                                    ApiMessageType.fromApiKey(key.id).newRequest()));
                } catch (RuntimeException e) {
                    continue; // the defaults do not fit this version
                }
            }
        }
        return good;
    }

    @Test
    void shouldDropAParkedFetchWithItsConnection() throws Exception {
        topic("silent");
        for (int i = 0; i < 20; i++) {
            try (Wire wire = new Wire()) {
                wire.send(fetch("silent", Integer.MAX_VALUE, i));
                wire.send(metadata(1));
            }
        }
        // Nothing hangs on the fetches: deleting the topic and stopping go on at once.
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of("silent")).all().get();
        }
        assertServes();
    }

    private static ByteBuffer fetch(String topic, int maxWaitMs, int correlationId) {
        var partition =
                new FetchRequestData.FetchPartition().setPartition(0).setPartitionMaxBytes(100);
        var topics =
                List.of(
                        new FetchRequestData.FetchTopic()
                                .setTopic(topic)
                                .setPartitions(List.of(partition)));
        var body = new FetchRequestData().setTopics(topics).setMinBytes(1).setMaxWaitMs(maxWaitMs);
        return request(ApiKeys.FETCH, (short) 12, correlationId, body);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", server.endpoint().toString()));
    }

    private void topic(String name) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    @Test
    void shouldReadNoMoreFromAClientThatReadsNothing() throws IOException {
        try (Wire wire = new Wire()) {
            wire.socket.setReceiveBufferSize(4_096);
            Set<Integer> asked = new HashSet<>();
            wire.socket.setSoTimeout(20_000);
            for (int i = 0; i < 2_000; i++) {
                wire.send(metadata(i));
                asked.add(i);
            }
            assertServes(); // others are served meanwhile
            for (int i = 0; i < 2_000; i++) {
                assertTrue(asked.remove(wire.receive().getInt()));
            }
            assertEquals(Set.of(), asked);
        }
    }
}
