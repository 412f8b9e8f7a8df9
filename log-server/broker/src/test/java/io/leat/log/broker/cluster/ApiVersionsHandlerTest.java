package io.leat.log.broker.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.Handlers;
import io.leat.log.broker.TestBroker;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ApiVersionsRequest;
import io.leat.log.protocol.message.ApiVersionsResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ApiVersionsHandlerTest {

    private final TestBroker test = new TestBroker(Map.of());
    private final ApiVersionsHandler handler = handler(test);

    private static ApiVersionsHandler handler(TestBroker test) {
        Handlers handlers = Handlers.ofBroker(test.broker);
        return (ApiVersionsHandler) handlers.get(ApiKey.API_VERSIONS);
    }

    private ApiVersionsResponse ask(int version, String name) {
        ApiVersionsRequest request =
                ApiVersionsRequest.builder()
                        .clientSoftwareName(name)
                        .clientSoftwareVersion("1.0")
                        .build();
        return test.call(handler, version, request);
    }

    @Test
    void shouldAdvertiseExactlyWhatIsServed() {
        List<Short> keys =
                ask(0, "").apiKeys().stream().map(ApiVersionsResponse.ApiVersion::apiKey).toList();
        assertEquals(Handlers.BROKER.size() + 1, keys.size());
        assertTrue(keys.contains(ApiKey.API_VERSIONS.id()));
        assertEquals(keys.stream().sorted().toList(), keys);
    }

    @Test
    void shouldFinalizeTransactionsAtVersionTwo() {
        Map<String, Short> finalized =
                ask(4, "x").finalizedFeatures().stream()
                        .collect(
                                java.util.stream.Collectors.toMap(
                                        f -> f.name(), f -> f.maxVersionLevel()));
        assertEquals((short) 2, finalized.get("transaction.version"));
        assertEquals((short) 30, finalized.get("metadata.version"));
        assertTrue(ask(4, "x").finalizedFeaturesEpoch() >= 0);
    }

    @Test
    void shouldHideFeaturesThatCanBeAtLevelZeroFromOlderClients() {
        assertTrue(ask(3, "x").supportedFeatures().stream().allMatch(f -> f.minVersion() > 0));
        assertTrue(ask(4, "x").supportedFeatures().stream().anyMatch(f -> f.minVersion() == 0));
    }

    @Test
    void shouldRefuseASoftwareNameThatIsNone() {
        assertEquals(ErrorCode.INVALID_REQUEST, ask(3, "-bad-").errorCode());
        assertEquals(ErrorCode.INVALID_REQUEST, ask(3, "").errorCode());
        assertEquals(ErrorCode.NONE, ask(3, "apache-kafka-java").errorCode());
    }
}
