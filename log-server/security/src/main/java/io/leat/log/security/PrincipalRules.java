package io.leat.log.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Makes user names of the subjects of certificates, as {@code ssl.principal.mapping.rules} says
 * (KIP-371): {@code RULE:pattern/replacement/[LU]} or {@code DEFAULT}, separated by commas; the
 * first that fits wins. Immutable.
 */
public final class PrincipalRules {

    private static final Pattern RULE =
            Pattern.compile(
                    "\\G\\s*(?:DEFAULT|RULE:((?:\\\\.|[^\\\\/])*)/((?:\\\\.|[^\\\\/])*)/([LU]?))"
                            + "\\s*(?:,|$)");

    private final List<Rule> rules;

    /** The whole subject is the name if there is no pattern. */
    private record Rule(@Nullable Pattern pattern, String replacement, String letters) {

        @Nullable String apply(String subject) {
            if (pattern == null) {
                return subject;
            }
            Matcher matcher = pattern.matcher(subject);
            if (!matcher.matches()) {
                return null;
            }
            String name = matcher.replaceFirst(replacement);
            return switch (letters) {
                case "L" -> name.toLowerCase(Locale.ENGLISH);
                case "U" -> name.toUpperCase(Locale.ENGLISH);
                default -> name;
            };
        }
    }

    private PrincipalRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Reads the setting; throws {@link IllegalArgumentException} if it holds no rules. */
    public static PrincipalRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        Matcher found = RULE.matcher(text);
        int end = 0;
        while (end < text.length() && found.find()) {
            end = found.end();
            rules.add(rule(found.group(1), found.group(2), found.group(3)));
        }
        if (rules.isEmpty() || end < text.length()) {
            throw new IllegalArgumentException(
                    "ssl.principal.mapping.rules has no rule at '"
                            + text.substring(end)
                            + "': write DEFAULT or RULE:pattern/replacement/ with L or U behind it");
        }
        return new PrincipalRules(rules);
    }

    private static Rule rule(
            @Nullable String pattern, @Nullable String replacement, @Nullable String letters) {
        if (pattern == null || replacement == null) {
            return new Rule(null, "", "");
        }
        try {
            return new Rule(Pattern.compile(pattern), replacement, letters == null ? "" : letters);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("ssl.principal.mapping.rules: " + e.getMessage(), e);
        }
    }

    /** The user whose certificate has {@code subject}; null if no rule fits. */
    public @Nullable String apply(String subject) {
        for (Rule rule : rules) {
            String name = rule.apply(subject);
            if (name != null) {
                return name;
            }
        }
        return null;
    }
}
