package io.leat.clients.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import io.leat.common.quota.ClientQuotaAlteration;
import io.leat.common.quota.ClientQuotaEntity;
import io.leat.common.quota.ClientQuotaFilter;
import io.leat.common.quota.ClientQuotaFilterComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Quotas are set and listed alike by Apache Kafka and by Leat, with both admin clients. */
@Timeout(40)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
final class ClientQuotasTest {

    private static Admin admin;
    private static org.apache.kafka.clients.admin.Admin apaches;
    @Parameter Server server;

    @BeforeParameterizedClassInvocation
    static void start(Server server) {
        Map<String, Object> settings = Map.of("bootstrap.servers", server.bootstrap());
        admin = Admin.create(settings);
        apaches = org.apache.kafka.clients.admin.Admin.create(settings);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        admin.close();
        apaches.close();
    }

    private static ClientQuotaEntity entity(String... parts) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            names.put(parts[i], parts[i + 1]);
        }
        return new ClientQuotaEntity(names);
    }

    /** What comes of setting one quota, or removing it. */
    private static String alter(ClientQuotaEntity entity, String key, Double value)
            throws Exception {
        ClientQuotaAlteration.Op op = new ClientQuotaAlteration.Op(key, value);
        try {
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(entity, List.of(op))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            return "done";
        } catch (ExecutionException e) {
            return e.getCause().getClass().getSimpleName();
        }
    }

    /** What fits, as both clients see it. */
    private static Map<String, Map<String, Double>> described(
            boolean strict, ClientQuotaFilterComponent... parts) throws Exception {
        Collection<ClientQuotaFilterComponent> components = List.of(parts);
        ClientQuotaFilter filter =
                strict
                        ? ClientQuotaFilter.containsOnly(components)
                        : ClientQuotaFilter.contains(components);
        Map<String, Map<String, Double>> ours = new TreeMap<>();
        admin.describeClientQuotas(filter)
                .entities()
                .get(20, TimeUnit.SECONDS)
                .forEach((entity, values) -> ours.put(text(entity.entries()), values));
        Map<String, Map<String, Double>> theirs = new TreeMap<>();
        apaches.describeClientQuotas(apaches(filter))
                .entities()
                .get(20, TimeUnit.SECONDS)
                .forEach((entity, values) -> theirs.put(text(entity.entries()), values));
        assertEquals(theirs, ours);
        return ours;
    }

    /** Apache's broker may take a moment to see what its controller decided. */
    private static void assertDescribed(
            Map<String, Map<String, Double>> expected,
            boolean strict,
            ClientQuotaFilterComponent... parts) {
        await().untilAsserted(() -> assertEquals(expected, described(strict, parts)));
    }

    private static String text(Map<String, String> names) {
        return new TreeMap<>(names).toString();
    }

    private static org.apache.kafka.common.quota.ClientQuotaFilter apaches(
            ClientQuotaFilter filter) {
        List<org.apache.kafka.common.quota.ClientQuotaFilterComponent> parts = new ArrayList<>();
        for (ClientQuotaFilterComponent each : filter.components()) {
            String type = each.entityType();
            parts.add(
                    each.match() == null
                            ? org.apache.kafka.common.quota.ClientQuotaFilterComponent.ofEntityType(
                                    type)
                            : each.match()
                                    .map(
                                            name ->
                                                    org.apache.kafka.common.quota
                                                            .ClientQuotaFilterComponent.ofEntity(
                                                            type, name))
                                    .orElseGet(
                                            () ->
                                                    org.apache.kafka.common.quota
                                                            .ClientQuotaFilterComponent
                                                            .ofDefaultEntity(type)));
        }
        return filter.strict()
                ? org.apache.kafka.common.quota.ClientQuotaFilter.containsOnly(parts)
                : org.apache.kafka.common.quota.ClientQuotaFilter.contains(parts);
    }

    @Test
    void shouldListWhatWasSetForWhomItFits() throws Exception {
        ClientQuotaEntity both = entity("user", "quota-u", "client-id", "quota-c");
        ClientQuotaEntity user = entity("user", "quota-u");
        ClientQuotaEntity anyClient = entity("user", "quota-u", "client-id", null);
        assertEquals("done", alter(both, "producer_byte_rate", 1e9));
        assertEquals("done", alter(user, "consumer_byte_rate", 2e9));
        assertEquals("done", alter(user, "controller_mutation_rate", 1e5));
        assertEquals("done", alter(anyClient, "request_percentage", 750.5));
        ClientQuotaFilterComponent isUser = ClientQuotaFilterComponent.ofEntity("user", "quota-u");
        assertDescribed(
                Map.of(
                        "{client-id=quota-c, user=quota-u}",
                        Map.of("producer_byte_rate", 1e9),
                        "{client-id=null, user=quota-u}",
                        Map.of("request_percentage", 750.5),
                        "{user=quota-u}",
                        Map.of("consumer_byte_rate", 2e9, "controller_mutation_rate", 1e5)),
                false,
                isUser);
        assertDescribed(
                Map.of(
                        "{user=quota-u}",
                        Map.of("consumer_byte_rate", 2e9, "controller_mutation_rate", 1e5)),
                true,
                isUser);
        assertDescribed(
                Map.of("{client-id=null, user=quota-u}", Map.of("request_percentage", 750.5)),
                false,
                isUser,
                ClientQuotaFilterComponent.ofDefaultEntity("client-id"));
        assertDescribed(
                Map.of(
                        "{client-id=quota-c, user=quota-u}",
                        Map.of("producer_byte_rate", 1e9),
                        "{client-id=null, user=quota-u}",
                        Map.of("request_percentage", 750.5)),
                true,
                isUser,
                ClientQuotaFilterComponent.ofEntityType("client-id"));
        assertEquals("done", alter(user, "consumer_byte_rate", null));
        assertEquals("done", alter(user, "controller_mutation_rate", null));
        assertDescribed(Map.of(), true, isUser);
        assertEquals("done", alter(both, "producer_byte_rate", null));
        assertEquals("done", alter(anyClient, "request_percentage", null));
    }

    @Test
    void shouldRefuseWhatIsNoQuota() throws Exception {
        String refused = "InvalidRequestException";
        assertEquals(refused, alter(entity("user", "u"), "bytes", 1.0));
        assertEquals(refused, alter(entity("user", "u"), "producer_byte_rate", 0.0));
        assertEquals(refused, alter(entity("user", "u"), "producer_byte_rate", -1.0));
        assertEquals(refused, alter(entity("user", "u"), "consumer_byte_rate", 1.5));
        assertEquals(refused, alter(entity("user", "u"), "connection_creation_rate", 1.0));
        assertEquals(refused, alter(entity("ip", "1.2.3.4"), "producer_byte_rate", 1.0));
        assertEquals(refused, alter(entity("ip", "1.2.3.4", "user", "u"), "x", 1.0));
        assertEquals(refused, alter(entity("user", ""), "producer_byte_rate", 1.0));
        assertEquals(refused, alter(entity("colour", "red"), "producer_byte_rate", 1.0));
        assertEquals(refused, alter(entity(), "producer_byte_rate", 1.0));
        assertEquals(
                refused, alter(entity("ip", "not an address"), "connection_creation_rate", 1.0));
    }

    @Test
    void shouldLimitAddresses() throws Exception {
        ClientQuotaEntity address = entity("ip", "10.9.8.7");
        assertEquals("done", alter(address, "connection_creation_rate", 100.0));
        assertDescribed(
                Map.of("{ip=10.9.8.7}", Map.of("connection_creation_rate", 100.0)),
                false,
                ClientQuotaFilterComponent.ofEntity("ip", "10.9.8.7"));
        assertEquals("done", alter(address, "connection_creation_rate", null));
    }
}
