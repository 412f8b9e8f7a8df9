package io.leat.log.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.access.Authorizer;
import io.leat.log.broker.access.Guards;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.runtime.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom nobody allowed anything gets nothing done, whatever he asks for. */
final class DeniedRequestsTest {

    /** What reaches its handler all the same, to be filtered there or after it. */
    private static final Set<ApiKey> PASSED =
            Set.of(
                    ApiKey.API_VERSIONS,
                    ApiKey.SASL_HANDSHAKE,
                    ApiKey.SASL_AUTHENTICATE,
                    ApiKey.FETCH, // FetchPass looks at each partition each time
                    ApiKey.METADATA, // topics that exist nowhere, and brokers
                    ApiKey.DESCRIBE_CLUSTER,
                    ApiKey.LIST_GROUPS,
                    ApiKey.LIST_TRANSACTIONS,
                    ApiKey.GET_TELEMETRY_SUBSCRIPTIONS, // what a client tells of itself
                    ApiKey.PUSH_TELEMETRY);

    private static final Map<String, String> SETTINGS =
            Map.of("authorizer.class.name", "StandardAuthorizer", "super.users", "User:root");

    private final TestBroker broker = new TestBroker(SETTINGS);

    private RequestContext context(ApiKey key, Principal principal) {
        Endpoint remote = new Endpoint("10.0.0.9", 50_000);
        Client client = new Client(1, "PLAINTEXT", remote, remote, new TestLoop());
        return new RequestContext(
                client,
                key,
                VersionRange.of(key).max(),
                "test",
                principal,
                new TestConnection.TestFrame(ByteBuffer.allocate(0)));
    }

    /** What became of a request. */
    private static final class Outcome implements Reply<ApiMessage> {
        final List<ApiMessage> handled = new ArrayList<>();
        int answers;

        @Override
        public void complete(ApiMessage response, Runnable released) {
            answers++;
            released.run();
        }

        @Override
        public void none() {
            throw new AssertionError("no response");
        }

        @Override
        public void close(String reason) {
            answers++;
        }
    }

    private Outcome ask(Guards guards, ApiMessage request, Principal principal) {
        Outcome outcome = new Outcome();
        guards.check(
                context(request.apiKey(), principal),
                broker.broker.image(),
                request,
                outcome,
                (passed, reply) -> outcome.handled.add(passed));
        return outcome;
    }

    private Authorizer authorizer() {
        Authorizer authorizer = broker.broker.authorizer();
        assertNotNull(authorizer);
        return authorizer;
    }

    @ParameterizedTest
    @MethodSource("io.leat.log.broker.UnsupportedVersionTest#requests")
    void shouldGetNothingDone(ApiMessage request) {
        Outcome outcome = ask(Guards.ofBroker(authorizer()), request, Principal.user("nobody"));
        boolean passed = PASSED.contains(request.apiKey());
        assertEquals(passed ? 1 : 0, outcome.handled.size(), request.apiKey() + "");
        assertEquals(passed ? 0 : 1, outcome.answers, request.apiKey() + "");
    }

    @ParameterizedTest
    @MethodSource("io.leat.log.broker.UnsupportedVersionTest#requests")
    void shouldLetSuperUsersDoEverything(ApiMessage request) {
        Outcome outcome = ask(Guards.ofBroker(authorizer()), request, Principal.user("root"));
        assertEquals(
                List.of(request.apiKey()),
                outcome.handled.stream().map(ApiMessage::apiKey).toList());
    }

    /** Nobody may vote, or read the metadata log, because he can reach a controller. */
    @Test
    void shouldKeepControllersForNodes() {
        Guards guards = Guards.ofController(authorizer());
        for (ApiKey key :
                List.of(
                        ApiKey.FETCH,
                        ApiKey.VOTE,
                        ApiKey.BROKER_REGISTRATION,
                        ApiKey.ALTER_PARTITION,
                        ApiKey.ENVELOPE)) {
            ApiMessage request =
                    switch (key) {
                        case FETCH -> io.leat.log.protocol.message.FetchRequest.builder().build();
                        case VOTE -> io.leat.log.protocol.message.VoteRequest.builder().build();
                        case BROKER_REGISTRATION ->
                                io.leat.log.protocol.message.BrokerRegistrationRequest.builder()
                                        .build();
                        case ALTER_PARTITION ->
                                io.leat.log.protocol.message.AlterPartitionRequest.builder()
                                        .build();
                        default -> io.leat.log.protocol.message.EnvelopeRequest.builder().build();
                    };
            Outcome outcome = ask(guards, request, Principal.user("nobody"));
            assertTrue(outcome.handled.isEmpty(), key + "");
            assertEquals(1, outcome.answers, key + "");
        }
    }
}
