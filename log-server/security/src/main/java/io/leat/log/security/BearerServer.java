package io.leat.log.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OAUTHBEARER (RFC 7628), for one login.
 *
 * <pre>
 *   FIRST --a token that is believed--> accepted
 *     '---- another ----> TOLD --anything--> refused
 * </pre>
 *
 * Whoever is refused learns that the token is not valid, and no more: why is in the server's log.
 */
public final class BearerServer implements SaslServer {

    private static final String END = "\1";
    private static final Pattern FIRST =
            Pattern.compile("n,(?:a=([^,]*))?,\\x01(.*)\\x01", Pattern.DOTALL);
    private static final Pattern PAIR = Pattern.compile("[A-Za-z]+=[\\x21-\\x7e \\t\\r\\n]*");
    private static final Pattern TOKEN =
            Pattern.compile("(?:^|\\x01)auth=[Bb]earer +([-_.~+/A-Za-z0-9]+=*)\\x01");
    private static final String INVALID = "{\"status\":\"invalid_token\"}";

    private final TokenVerifier verifier;
    private boolean told;

    public BearerServer(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public Step next(byte[] bytes) {
        if (told) {
            return new Step.Refused(INVALID);
        }
        String message = new String(bytes, StandardCharsets.UTF_8);
        Matcher parts = FIRST.matcher(message);
        if (!parts.matches() || !arePairs(parts.group(2))) {
            return new Step.Refused("Authentication failed: this is no OAUTHBEARER message");
        }
        Matcher token = TOKEN.matcher(parts.group(2));
        if (!token.find()) {
            return new Step.Refused("Authentication failed: the message has no bearer token");
        }
        TokenVerifier.Verified verified;
        try {
            verified = verifier.verify(token.group(1));
        } catch (LoginException e) {
            told = true;
            return new Step.Challenge(INVALID.getBytes(StandardCharsets.UTF_8));
        }
        String other = parts.group(1);
        if (other != null && !other.isEmpty() && !other.equals(verified.user())) {
            return new Step.Refused(
                    "Authentication failed: the token is for another user than the message says");
        }
        return new Step.Accepted(new byte[0], verified.user(), verified.lifetimeMs());
    }

    /** One by one: an expression for all of them takes stack for each. */
    private static boolean arePairs(String text) {
        if (text.isEmpty()) {
            return true;
        }
        return text.endsWith(END)
                && Arrays.stream(text.substring(0, text.length() - 1).split(END, -1))
                        .allMatch(pair -> PAIR.matcher(pair).matches());
    }
}
