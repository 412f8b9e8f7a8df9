package io.leat.log.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.log.runtime.Secret;
import io.leat.log.security.SaslServer.Step;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramTest {

    private static final byte[] SALT = Scram.bytes("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final Secret PENCIL = new Secret("pencil");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The example of RFC 7677, section 3. */
    @Test
    void shouldSpeakAsTheStandardShows() {
        ScramClient client =
                new ScramClient(Mechanism.SCRAM_SHA_256, "user", PENCIL, "rOprNGfwEbeRWgbNEkqO");
        assertEquals("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", text(client.first()));
        byte[] answer =
                client.next(
                        bytes(
                                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                        + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
        assertEquals(
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                text(answer));
        assertNull(client.next(bytes("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")));
    }

    private static ScramServer server(Mechanism mechanism) {
        ScramCredential known = ScramCredential.of(mechanism, PENCIL, SALT, 4096);
        return new ScramServer(
                mechanism,
                name -> name.equals("a=b,c") ? known : null,
                new Seeded(new Random(5)),
                new byte[64]);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mechanism.class,
            names = {"SCRAM_SHA_256", "SCRAM_SHA_512"})
    void shouldLetInWhoKnowsThePassword(Mechanism mechanism) {
        ScramServer server = server(mechanism);
        ScramClient client = new ScramClient(mechanism, "a=b,c", PENCIL, "nonce");
        Step.Challenge challenge =
                assertInstanceOf(Step.Challenge.class, server.next(client.first()));
        byte[] answer = client.next(challenge.token());
        Step.Accepted accepted = assertInstanceOf(Step.Accepted.class, server.next(answer));
        assertEquals("a=b,c", accepted.user());
        assertNull(client.next(accepted.token()));
    }

    @Test
    void shouldRefuseOthersAtTheEnd() {
        for (String user : new String[] {"a=b,c", "nobody"}) {
            ScramServer server = server(Mechanism.SCRAM_SHA_256);
            ScramClient client =
                    new ScramClient(Mechanism.SCRAM_SHA_256, user, new Secret("guess"), "nonce");
            Step.Challenge challenge =
                    assertInstanceOf(Step.Challenge.class, server.next(client.first()));
            assertInstanceOf(Step.Refused.class, server.next(client.next(challenge.token())), user);
        }
    }

    @Test
    void shouldGiveAnUnknownUserTheSameSaltEachTime() {
        byte[] first = bytes("n,,n=nobody,r=x");
        String one = text(((Step.Challenge) server(Mechanism.SCRAM_SHA_256).next(first)).token());
        String two = text(((Step.Challenge) server(Mechanism.SCRAM_SHA_256).next(first)).token());
        assertEquals(one.replaceAll("r=[^,]*", ""), two.replaceAll("r=[^,]*", ""));
    }

    /** CVE-2024-56128: somebody else's nonce. */
    @Test
    void shouldRefuseANonceItDidNotGive() {
        ScramServer server = server(Mechanism.SCRAM_SHA_256);
        ScramClient client = new ScramClient(Mechanism.SCRAM_SHA_256, "a=b,c", PENCIL, "nonce");
        Step.Challenge challenge = (Step.Challenge) server.next(client.first());
        String other = text(challenge.token()).replaceFirst("r=[^,]*", "r=nonceother");
        assertInstanceOf(Step.Refused.class, server.next(client.next(bytes(other))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n,,n=user",
                "p=tls-unique,,n=user,r=x",
                "n,a=other,n=a=3Db=2Cc,r=x",
                "n,,n=a=b,r=x",
                "n,,m=ext,n=user,r=x",
                "\u0000user\u0000pencil"
            })
    void shouldRefuseWhatIsNoBeginning(String token) {
        assertInstanceOf(Step.Refused.class, server(Mechanism.SCRAM_SHA_256).next(bytes(token)));
    }

    @Test
    void shouldSurviveAnyBytes() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            ScramServer server = server(random);
            byte[] token = new byte[random.nextInt(60)];
            random.nextBytes(token);
            if (random.nextBoolean()) {
                server.next(bytes("n,,n=nobody,r=x"));
                token = bytes("c=biws,r=x" + text(token) + ",p=" + text(token));
            }
            assertInstanceOf(Step.Refused.class, server.next(token));
        }
    }

    private static ScramServer server(Random random) {
        return new ScramServer(
                Mechanism.SCRAM_SHA_256, name -> null, new Seeded(random), new byte[64]);
    }

    @Test
    void shouldNotBelieveAServerThatDoesNotKnowThePassword() {
        ScramServer server = server(Mechanism.SCRAM_SHA_256);
        ScramClient client = new ScramClient(Mechanism.SCRAM_SHA_256, "a=b,c", PENCIL, "nonce");
        client.next(((Step.Challenge) server.next(client.first())).token());
        assertThrows(LoginException.class, () -> client.next(bytes("v=AAAA")));
        assertThrows(
                LoginException.class,
                () ->
                        new ScramClient(Mechanism.SCRAM_SHA_256, "u", PENCIL, "n")
                                .next(bytes("r=nx,s=AAAA,i=1")));
    }

    @Test
    void shouldKeepWhatChecksAPasswordAndNotThePassword() {
        ScramCredential one = ScramCredential.of(Mechanism.SCRAM_SHA_256, PENCIL, SALT, 4096);
        byte[] salted = ScramCredential.salted(Mechanism.SCRAM_SHA_256, PENCIL, SALT, 4096);
        ScramCredential two = ScramCredential.ofSalted(Mechanism.SCRAM_SHA_256, salted, SALT, 4096);
        assertArrayEquals(one.storedKey(), two.storedKey());
        assertEquals("ScramCredential(4096 iterations)", one.toString());
    }
}
