package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.ApacheKafka;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same rights and the same requests on a Leat server and on Apache Kafka: the same answers.
 * Rights are drawn by seeds ({@code -Drights.seeds=N}).
 */
@Timeout(600)
final class SameRightsAsKafkaTest {

    private static final int SEEDS = Integer.getInteger("rights.seeds", 3);

    @TempDir static Path folder;

    private static LeatServer leat;
    private static ApacheKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        String users = RightsClients.PLAIN + " required user_admin=a user_bob=a;";
        Map<String, String> both = new HashMap<>();
        both.put("listener.name.sasl_plaintext.plain.sasl.jaas.config", users);
        both.put("sasl.enabled.mechanisms", "PLAIN");
        both.put(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        both.put("super.users", "User:admin;User:ANONYMOUS");
        both.put("auto.create.topics.enable", "true");
        kafka = ApacheKafka.start(both);
        Map<String, String> ours = new HashMap<>(both);
        ours.put("log.dirs", folder.resolve("data").toString());
        ours.put("listeners", "SASL_PLAINTEXT://127.0.0.1:0");
        ours.put("node.id", "1");
        ours.put("offsets.topic.num.partitions", "1");
        ours.put("transaction.state.log.num.partitions", "1");
        ours.put("group.initial.rebalance.delay.ms", "0");
        leat = LeatServer.start(ours);
        for (String server : servers()) {
            try (RightsClients admin = RightsClients.of(server, "admin");
                    var producer = admin.producer(Map.of("transactional.id", "tx"))) {
                admin.admin()
                        .createTopics(
                                List.of(
                                        new NewTopic("orders", 1, (short) 1),
                                        new NewTopic("other", 1, (short) 1)))
                        .all()
                        .get();
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", "a", "b"));
                producer.commitTransaction();
                admin.admin()
                        .alterConsumerGroupOffsets(
                                "readers", Map.of(RightsAttempts.ORDERS, new OffsetAndMetadata(0)))
                        .all()
                        .get();
            }
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
        leat.close();
    }

    private static List<String> servers() {
        return List.of("localhost:" + leat.listeners().get(0).endpoint().port(), kafka.secured());
    }

    private static Map<String, Object> answers(String server, List<AclBinding> rights)
            throws Exception {
        Map<String, Object> answers = new LinkedHashMap<>();
        try (RightsClients admin = RightsClients.of(server, "admin");
                RightsClients bob = RightsClients.of(server, "bob")) {
            admin.admin().createAcls(rights).all().get();
            for (Map.Entry<String, RightsAttempts.Attempt> attempt :
                    RightsAttempts.all().entrySet()) {
                answers.put(attempt.getKey(), attempt.getValue().run(bob));
            }
            admin.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        }
        return answers;
    }

    private static void compare(long seed) throws Exception {
        List<AclBinding> rights = DrawnRights.drawn(seed);
        List<String> servers = servers();
        Map<String, Object> ours = answers(servers.get(0), rights);
        Map<String, Object> theirs = answers(servers.get(1), rights);
        Map<String, String> different = new LinkedHashMap<>();
        theirs.forEach(
                (what, answer) -> {
                    if (!answer.equals(ours.get(what))) {
                        different.put(what, answer + " there, " + ours.get(what) + " here");
                    }
                });
        assertEquals(Map.of(), different, "seed " + seed + " with the rights " + rights);
    }

    @Test
    void shouldAnswerAsKafkaDoes() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            compare(seed);
        }
    }

    @Test
    @Tag("live")
    void shouldAnswerAsKafkaDoesWithManyRights() throws Exception {
        for (long seed : LongStream.range(SEEDS, 60).toArray()) {
            compare(seed);
        }
    }
}
