package io.leat.log.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.Secret;
import io.leat.log.runtime.sim.fuzz.Damage;
import io.leat.log.runtime.sim.fuzz.Fuzz;
import io.leat.log.security.SaslServer.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logins in masses whose tokens are damaged: nobody gets in as somebody else, and nothing breaks.
 */
final class LoginFuzzTest {

    private static final Secret PASSWORD = new Secret("pencil");
    private static final byte[] SALT = Scram.bytes("W22ZaJ0SNY7soEsUEjb6gQ==");

    /** What fits into a request before a login. */
    private static final int LONG = 100_000;

    private static final List<Mechanism> SCRAMS =
            List.of(Mechanism.SCRAM_SHA_256, Mechanism.SCRAM_SHA_512);
    private static final Map<Mechanism, ScramCredential> KNOWN =
            Map.of(
                    SCRAMS.get(0), ScramCredential.of(SCRAMS.get(0), PASSWORD, SALT, 4096),
                    SCRAMS.get(1), ScramCredential.of(SCRAMS.get(1), PASSWORD, SALT, 4096));

    @Test
    void shouldRefuseDamagedLogins() {
        fuzz(6_000);
    }

    @Test
    @Tag("live")
    void shouldRefuseMillionsOfDamagedLogins() {
        fuzz(Fuzz.MANY);
    }

    private static void fuzz(long cases) {
        Fuzz.run(
                "damaged logins",
                cases,
                damage -> {
                    switch (damage.below(3)) {
                        case 0 -> plain(damage);
                        case 1 -> bearer(damage);
                        default -> scram(damage);
                    }
                });
    }

    private static void plain(Damage damage) {
        SaslServer server = new PlainServer(Map.of("user", PASSWORD));
        isUserOrOutside(server.next(damage.of(bytes("\0user\0pencil"))));
    }

    private static void bearer(Damage damage) {
        SaslServer server = new BearerServer(LoginFuzzTest::verify);
        String good = "n,a=user,\1host=a\1port=1\1auth=Bearer aGk.aGk.aGk\1\1";
        isUserOrOutside(server.next(damage.of(bytes(good))));
        assertInstanceOf(Step.class, server.next(damage.of(new byte[] {1})));
    }

    private static TokenVerifier.Verified verify(String token) {
        if (!token.equals("aGk.aGk.aGk")) {
            throw new LoginException("another token");
        }
        return new TokenVerifier.Verified("user", 1_000);
    }

    /** The first token is damaged, or the second, or both are and a third one follows. */
    private static void scram(Damage damage) {
        Mechanism mechanism = damage.oneOf(SCRAMS);
        ScramServer server = scramServer(mechanism);
        int which = damage.below(3);
        byte[] first = bytes("n,,n=user,r=nonce,x=more");
        Step step = server.next(which == 1 ? first : damage.of(first));
        if (step instanceof Step.Challenge challenge) {
            byte[] last = answer(mechanism, challenge.token());
            isUserOrOutside(server.next(which == 0 ? last : damage.of(last)));
            assertInstanceOf(Step.Refused.class, server.next(last));
        } else {
            assertInstanceOf(Step.Refused.class, step);
        }
    }

    private static ScramServer scramServer(Mechanism mechanism) {
        return new ScramServer(
                mechanism,
                name -> name.equals("user") ? KNOWN.get(mechanism) : null,
                new Seeded(new Random(5)),
                new byte[64]);
    }

    /** In the form of a good answer, without its 4096 rounds: nobody gets in with it. */
    private static byte[] answer(Mechanism mechanism, byte[] challenge) {
        String nonce = new String(challenge, StandardCharsets.UTF_8).split(",", 2)[0];
        String proof = Scram.base64(new byte[Scram.bytes(mechanism)]);
        return bytes("c=biws," + nonce + ",p=" + proof);
    }

    private static void isUserOrOutside(Step step) {
        if (step instanceof Step.Accepted accepted) {
            assertEquals("user", accepted.user());
        }
    }

    /** As long as a request may be, of parts that an expression takes one by one. */
    @ParameterizedTest
    @ValueSource(strings = {"a=\1", ",", ",a=b", "x=x,", "=2C", "\0", "auth=Bearer a\1", " "})
    void shouldRefuseLongTokensOfManyParts(String part) {
        String many = part.repeat(LONG / part.length());
        for (String token :
                List.of(
                        many,
                        "n,," + many,
                        "n,,\1" + many + "\1",
                        "n,,\1auth=Bearer " + many + "\1\1",
                        "n,,n=user,r=nonce" + many,
                        "n,a=" + many + ",n=user,r=nonce",
                        "n,,n=user" + many + ",r=nonce",
                        "\0" + many + "\0pencil")) {
            isUserOrOutside(new PlainServer(Map.of("user", PASSWORD)).next(bytes(token)));
            isUserOrOutside(new BearerServer(LoginFuzzTest::verify).next(bytes(token)));
            assertInstanceOf(Step.class, scramServer(SCRAMS.get(0)).next(bytes(token)));
        }
        for (String end : List.of("", ",p=aGk=")) {
            ScramServer server = scramServer(SCRAMS.get(0));
            assertInstanceOf(Step.Challenge.class, server.next(bytes("n,,n=user,r=nonce")));
            Step step = server.next(bytes("c=biws,r=nonce" + many + end));
            assertTrue(step instanceof Step.Refused, step.toString());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
