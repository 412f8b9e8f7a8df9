package io.leat.log.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.Secret;
import io.leat.log.runtime.Tls;
import io.leat.log.security.SaslServer.Step;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JAAS lines, rules for principals, TLS settings, and the users of PLAIN. */
final class SettingsTest {

    private static JaasLine plain(String text) {
        return JaasLine.parse(new Secret(text), Mechanism.PLAIN);
    }

    @Test
    void shouldReadAJaasLine() {
        JaasLine line =
                plain(
                        "  org.apache.kafka.common.security.plain.PlainLoginModule  required\n"
                                + " username=\"admin\" password='it''s' ".replace("''", "\\'")
                                + " user_alice=\"a \\\"b\\\" ;=\" user_bob=simple ; ");
        assertEquals("admin", line.require("username").text());
        assertEquals("it's", line.require("password").text());
        assertEquals(
                Map.of("alice", new Secret("a \"b\" ;="), "bob", new Secret("simple")),
                line.users());
        assertFalse(line.toString().contains("simple"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PlainLoginModule",
                "PlainLoginModule maybe a=b;",
                "PlainLoginModule required a=secret",
                "PlainLoginModule required a=\"secret;",
                "PlainLoginModule required a;",
                "PlainLoginModule required a=secret; Other required;",
                "com.sun.security.auth.module.JndiLoginModule required user.provider.url=\"secret\";",
                "com.sun.security.auth.module.LdapLoginModule required secret=secret;",
                "org.apache.kafka.common.security.scram.ScramLoginModule required a=secret;"
            })
    void shouldRefuseOtherLinesWithoutShowingThem(String text) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> plain(text)).getMessage();
        assertFalse(message.contains("secret"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DEFAULT | CN=Al,OU=x | CN=Al,OU=x",
                "RULE:^CN=(.*?),OU=.*$/$1/ | CN=Al,OU=x | Al",
                "RULE:^CN=(.*?),OU=.*$/$1/L | CN=Al,OU=x | al",
                "RULE:^CN=(.*?),OU=.*$/$1@$1/U | CN=Al,OU=x | AL@AL",
                "RULE:^O=.*$/o/,RULE:^CN=(.*?),.*$/$1/L,DEFAULT | CN=Al,OU=x | al",
                "RULE:^O=.*$/o/, DEFAULT | CN=Al,OU=x | CN=Al,OU=x",
            })
    void shouldMapSubjectsToUsers(String rules, String subject, String user) {
        assertEquals(user, PrincipalRules.parse(rules).apply(subject));
    }

    @Test
    void shouldKnowNobodyWhomNoRuleFits() {
        assertNull(PrincipalRules.parse("RULE:^O=.*$/o/").apply("CN=Al"));
        assertThrows(IllegalArgumentException.class, () -> PrincipalRules.parse("RULE:a/b"));
        assertThrows(
                IllegalArgumentException.class, () -> PrincipalRules.parse("DEFAULT,nonsense"));
        assertThrows(IllegalArgumentException.class, () -> PrincipalRules.parse("RULE:(/b/"));
    }

    @Test
    void shouldReadTlsSettings() {
        Tls none = TlsSettings.of(Map.<String, String>of()::get);
        assertNull(none.identity());
        assertTrue(none.verifyHost());
        Map<String, String> settings =
                Map.of(
                        "ssl.keystore.key", "PEM",
                        "ssl.client.auth", "required",
                        "ssl.endpoint.identification.algorithm", "",
                        "ssl.enabled.protocols", "TLSv1.3 , TLSv1.2");
        Tls tls = TlsSettings.of(settings::get);
        assertEquals(Tls.ClientAuth.REQUIRED, tls.clientAuth());
        assertFalse(tls.verifyHost());
        assertEquals(2, tls.protocols().size());
        assertFalse(String.valueOf(tls.identity()).contains("privateKey=PEM"));
        assertThrows(
                IllegalArgumentException.class,
                () -> TlsSettings.of(Map.of("ssl.client.auth", "maybe")::get));
    }

    @Test
    void shouldKnowTheUsersOfPlain() {
        PlainServer server = new PlainServer(Map.of("alice", new Secret("s")));
        assertInstanceOf(Step.Accepted.class, server.next(token("\u0000alice\u0000s")));
        assertInstanceOf(Step.Accepted.class, server.next(token("alice\u0000alice\u0000s")));
        for (String wrong :
                new String[] {
                    "\u0000alice\u0000t",
                    "\u0000bob\u0000s",
                    "bob\u0000alice\u0000s",
                    "alice",
                    "\u0000alice\u0000",
                    "\u0000\u0000s",
                    "\u0000alice\u0000s\u0000x"
                }) {
            assertInstanceOf(Step.Refused.class, server.next(token(wrong)), wrong);
        }
        // Nobody's password is not the empty one.
        assertInstanceOf(
                Step.Refused.class, new PlainServer(Map.of()).next(token("\u0000x\u0000\u0000")));
    }

    private static byte[] token(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
