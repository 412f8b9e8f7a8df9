package io.leat.log.broker.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.leat.log.broker.config.ListenerSettings;
import io.leat.log.broker.config.SecurityKeys;
import io.leat.log.runtime.Clock;
import io.leat.log.security.LoginException;
import io.leat.log.security.TokenVerifier;
import java.text.ParseException;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes tokens (JWT, RFC 7519) that one of {@link TokenKeys} signed, that are not over, and that
 * are for this server. Only signatures with public keys count. Safe on every loop.
 */
final class JwtVerifier implements TokenVerifier {

    private static final Logger log = LoggerFactory.getLogger(JwtVerifier.class);

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();
    private final TokenKeys keys;
    private final Clock clock;
    private final List<String> audience;
    private final @Nullable String issuer;
    private final String userClaim;
    private final long skewMs;

    JwtVerifier(ListenerSettings settings, TokenKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.audience = settings.get(SecurityKeys.AUDIENCE);
        this.issuer = settings.apply(SecurityKeys.ISSUER.name());
        this.userClaim = settings.get(SecurityKeys.SUB_CLAIM);
        this.skewMs = 1000L * settings.get(SecurityKeys.CLOCK_SKEW_S);
    }

    @Override
    public Verified verify(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            checkSignature(jwt);
            return checked(jwt.getJWTClaimsSet());
        } catch (ParseException e) {
            throw refused("it is no signed JWT: " + e.getMessage());
        } catch (LoginException e) {
            throw refused(e.getMessage());
        }
    }

    private static LoginException refused(@Nullable String why) {
        log.info("Does not believe a token: {}", why);
        return new LoginException("a token is not believed: " + why);
    }

    private void checkSignature(SignedJWT jwt) {
        JWSHeader header = jwt.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw new LoginException("it is signed with " + header.getAlgorithm());
        }
        List<JWK> candidates = keys.find(header.getKeyID());
        for (JWK key : candidates) {
            if (key.getKeyUse() != KeyUse.ENCRYPTION && isSignedBy(key, jwt)) {
                return;
            }
        }
        throw new LoginException(
                candidates.isEmpty()
                        ? "no key is called " + header.getKeyID()
                        : "its signature is wrong");
    }

    private boolean isSignedBy(JWK key, SignedJWT jwt) {
        JWSAlgorithm only = key.getAlgorithm() == null ? null : algorithm(key);
        boolean fits = only == null || only.equals(jwt.getHeader().getAlgorithm());
        if (!fits || !(key instanceof AsymmetricJWK pair)) {
            return false;
        }
        try {
            return jwt.verify(verifiers.createJWSVerifier(jwt.getHeader(), pair.toPublicKey()));
        } catch (JOSEException e) {
            return false; // a key of another kind than the signature
        }
    }

    private static JWSAlgorithm algorithm(JWK key) {
        return JWSAlgorithm.parse(key.getAlgorithm().getName());
    }

    private Verified checked(JWTClaimsSet claims) throws ParseException {
        long now = clock.epochMillis();
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw new LoginException("it does not say until when it is good (exp)");
        }
        if (now - skewMs >= expires.getTime()) {
            throw new LoginException("it is over since " + expires.toInstant());
        }
        Date begins = claims.getNotBeforeTime();
        if (begins != null && now + skewMs < begins.getTime()) {
            throw new LoginException("it begins at " + begins.toInstant());
        }
        Date issued = claims.getIssueTime();
        if (issued != null && now + skewMs < issued.getTime()) {
            throw new LoginException("it was issued at " + issued.toInstant());
        }
        if (issuer != null && !issuer.isBlank() && !issuer.equals(claims.getIssuer())) {
            throw new LoginException("it comes from " + claims.getIssuer());
        }
        if (!audience.isEmpty() && claims.getAudience().stream().noneMatch(audience::contains)) {
            throw new LoginException("it is for " + claims.getAudience());
        }
        String user = claims.getStringClaim(userClaim);
        if (user == null || user.isBlank()) {
            throw new LoginException("it has no claim " + userClaim);
        }
        return new Verified(user, Math.max(1, expires.getTime() + skewMs - now));
    }
}
