package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.leat.clients.admin.Admin;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.errors.SaslAuthenticationException;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.broker.node.StartException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins with tokens (OAUTHBEARER): who signs them, and how long they are good. */
@Timeout(60)
final class TokenLoginTest {

    private static final String MODULE =
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";
    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    @TempDir static Path folder;

    private static final AtomicInteger given = new AtomicInteger();
    private static RSAKey rsa;
    private static ECKey elliptic;
    private static Path keys;
    private static HttpServer issuer;
    private static volatile int lifetimeSeconds = 600;
    private static LeatServer server;

    @BeforeAll
    static void start() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("first").generate();
        elliptic = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
        keys = folder.resolve("keys.json");
        write(rsa, elliptic);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext(
                "/token",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    String basic = exchange.getRequestHeaders().getFirst("Authorization");
                    String wanted =
                            Base64.getEncoder()
                                    .encodeToString(
                                            "alice:secret".getBytes(StandardCharsets.UTF_8));
                    boolean known = ("Basic " + wanted).equals(basic);
                    given.incrementAndGet();
                    byte[] answer =
                            (known
                                            ? "{\"access_token\":\""
                                                    + signed(claims().build())
                                                    + "\",\"expires_in\":60}"
                                            : "{\"error\":\"invalid_client\"}")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        issuer.start();
        server = LeatServer.start(settings());
    }

    @AfterAll
    static void stop() {
        server.close();
        issuer.stop(0);
        System.clearProperty(ALLOWED);
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("log.dirs", folder.resolve("data").toString());
        settings.put("listeners", "SASL_PLAINTEXT://127.0.0.1:0");
        settings.put("sasl.enabled.mechanisms", "OAUTHBEARER");
        settings.put("sasl.oauthbearer.jwks.endpoint.url", keys.toUri().toString());
        settings.put("sasl.oauthbearer.expected.audience", "leat,other");
        settings.put("sasl.oauthbearer.expected.issuer", "https://issuer");
        settings.put("sasl.oauthbearer.clock.skew.seconds", "0");
        settings.put(
                "listener.name.sasl_plaintext.oauthbearer.sasl.jaas.config", MODULE + " required;");
        settings.put(
                "listener.name.sasl_plaintext.oauthbearer.sasl.server.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
        settings.put("authorizer.class.name", "StandardAuthorizer");
        settings.put("super.users", "User:alice");
        return settings;
    }

    private static void write(JWK... signers) throws Exception {
        Files.writeString(keys, new JWKSet(List.of(signers)).toString(true));
        Files.setLastModifiedTime(keys, FileTime.from(Instant.now()));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("alice")
                .audience("leat")
                .issuer("https://issuer")
                .issueTime(new Date(System.currentTimeMillis() - 2_000))
                .expirationTime(new Date(System.currentTimeMillis() + 1_000L * lifetimeSeconds));
    }

    private static String signed(JWTClaimsSet claims) {
        try {
            return signed(claims, rsa);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String signed(JWTClaimsSet claims, JWK by) throws Exception {
        boolean isRsa = by instanceof RSAKey;
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader.Builder(isRsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                                .keyID(by.getKeyID())
                                .build(),
                        claims);
        jwt.sign(isRsa ? new RSASSASigner(by.toRSAKey()) : new ECDSASigner(by.toECKey()));
        return jwt.serialize();
    }

    private static Map<String, Object> client(String url, String jaas) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                "bootstrap.servers", "127.0.0.1:" + server.listeners().get(0).endpoint().port());
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "OAUTHBEARER");
        settings.put("sasl.oauthbearer.token.endpoint.url", url);
        settings.put("sasl.jaas.config", MODULE + " required " + jaas + ";");
        settings.put("default.api.timeout.ms", "10000");
        settings.put("request.timeout.ms", "5000");
        settings.put("retries", "0");
        return settings;
    }

    private static String tokenUrl() {
        return "http://127.0.0.1:" + issuer.getAddress().getPort() + "/token";
    }

    private static Map<String, Object> with(String token) throws Exception {
        Path file = Files.createTempFile(folder, "token", ".jwt");
        Files.writeString(file, token + "\n");
        return client(file.toUri().toString(), "extension_tenant=\"blue\"");
    }

    private static String clusterId(Map<String, Object> settings) throws Exception {
        try (Admin admin = Admin.create(settings)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static String refusal(Map<String, Object> settings) {
        Throwable cause =
                assertThrows(ExecutionException.class, () -> clusterId(settings)).getCause();
        assertInstanceOf(SaslAuthenticationException.class, cause);
        return String.valueOf(cause.getMessage());
    }

    @Test
    void shouldLetInOurClientsWithTokensOfAServerOrAFile() throws Exception {
        String credentials = "clientId=alice clientSecret=\"secret\" scope=\"all of it\"";
        assertTrue(clusterId(client(tokenUrl(), credentials)).length() > 10);
        assertTrue(clusterId(with(signed(claims().build()))).length() > 10);
        assertTrue(clusterId(with(signed(claims().build(), elliptic))).length() > 10);
    }

    @Test
    void shouldLetInApachesClients() throws Exception {
        System.setProperty(ALLOWED, tokenUrl());
        Map<String, Object> settings = client(tokenUrl(), "clientId=alice clientSecret=\"secret\"");
        settings.put(
                "sasl.login.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
        try (var admin = org.apache.kafka.clients.admin.Admin.create(settings)) {
            assertTrue(admin.describeCluster().clusterId().get().length() > 10);
        }
    }

    @Test
    void shouldRefuseWhatItCannotBelieve() throws Exception {
        RSAKey stranger = new RSAKeyGenerator(2048).keyID("first").generate();
        SignedJWT shared =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(),
                        claims().build());
        shared.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));
        String good = signed(claims().build());
        String[] parts = good.split("\\.");
        String changed =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                claims().subject("root")
                                        .build()
                                        .toString()
                                        .getBytes(StandardCharsets.UTF_8));
        List<String> wrong =
                List.of(
                        signed(claims().expirationTime(new Date(1)).build()),
                        signed(claims().expirationTime(null).build()),
                        signed(claims().notBeforeTime(new Date(Long.MAX_VALUE / 2)).build()),
                        signed(claims().audience("somebody").build()),
                        signed(claims().issuer("https://else").build()),
                        signed(claims().subject(null).build()),
                        signed(claims().build(), stranger),
                        parts[0] + "." + changed + "." + parts[2],
                        new PlainJWT(claims().build()).serialize(),
                        shared.serialize(),
                        "a.b.c",
                        "nonsense");
        for (String token : wrong) {
            assertEquals("{\"status\":\"invalid_token\"}", refusal(with(token)), token);
        }
    }

    @Test
    void shouldSayWhyThereIsNoToken() {
        String message = refusal(client(tokenUrl(), "clientId=alice clientSecret=guess"));
        assertTrue(message.contains("401") && message.contains("invalid_client"), message);
    }

    @Test
    void shouldBelieveKeysThatCameLater() throws Exception {
        ECKey later = new ECKeyGenerator(Curve.P_384).keyID("later").generate();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("later").build();
        SignedJWT jwt = new SignedJWT(header, claims().build());
        jwt.sign(new ECDSASigner(later));
        refusal(with(jwt.serialize()));
        write(rsa, elliptic, later.toPublicJWK());
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> clusterId(with(jwt.serialize())).length() > 10);
    }

    @Test
    void shouldKeepConnectionsWhoseTokensAreReplacedInTime() throws Exception {
        lifetimeSeconds = 4;
        int before = given.get();
        Map<String, Object> settings = client(tokenUrl(), "clientId=alice clientSecret=\"secret\"");
        settings.put("enable.idempotence", "false");
        try (var producer =
                new LeatProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
            while (given.get() - before < 2 || System.nanoTime() < end) {
                producer.send(new ProducerRecord<>("kept", "x")).get();
            }
        } finally {
            lifetimeSeconds = 600;
        }
        assertTrue(given.get() - before >= 2, "tokens " + (given.get() - before));
    }

    @Test
    void shouldNotStartWithoutKeys() {
        for (Map<String, String> wrong :
                List.of(
                        Map.of("sasl.oauthbearer.jwks.endpoint.url", "http://example.com/keys"),
                        Map.of("sasl.oauthbearer.jwks.endpoint.url", ""),
                        Map.of(
                                "sasl.oauthbearer.jwks.endpoint.url",
                                folder.resolve("none.json").toUri().toString()))) {
            Map<String, String> settings = settings();
            settings.put("log.dirs", folder.resolve("other").toString());
            settings.putAll(wrong);
            RuntimeException failure =
                    assertThrows(RuntimeException.class, () -> LeatServer.start(settings));
            assertTrue(
                    failure instanceof StartException
                            || failure instanceof io.leat.log.broker.config.ConfigException,
                    failure.toString());
        }
    }
}
