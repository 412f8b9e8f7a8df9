package io.leat.log.cli.migrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kafka's names in a text, replaced by Leat's: the prefix of packages, and the few classes that
 * have the product in their name. Stateless; no line is added or taken away.
 */
final class Renaming {

    private static final String KAFKA = "org.apache.kafka";
    private static final String LEAT = "io.leat";

    /** The classes with another simple name, by their package. */
    private static final Map<String, String> CLASSES =
            Map.of(
                    KAFKA + ".clients.producer.KafkaProducer", "LeatProducer",
                    KAFKA + ".clients.consumer.KafkaConsumer", "LeatConsumer",
                    KAFKA + ".clients.admin.KafkaAdminClient", "LeatAdminClient",
                    KAFKA + ".streams.KafkaStreams", "LeatStreams");

    private static final Pattern QUALIFIED =
            Pattern.compile("\\borg\\.apache\\.kafka((?:\\.[a-z]\\w*)*)\\.([A-Z]\\w*|\\*)");

    /** A text block, a string, or a word: names in strings are data. */
    private static final Pattern WORD =
            Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|\\b[A-Z]\\w*\\b");

    private final Predicate<String> known;

    /**
     * A text with other names.
     *
     * @param missing classes that it needs and Leat does not have, by Kafka's name
     */
    record Renamed(String text, List<Missing> missing) {}

    /** A class that Leat does not have, and the line (from 1) that names it. */
    record Missing(int line, String name) {}

    /**
     * @param known whether Leat has the class of a qualified name
     */
    Renaming(Predicate<String> known) {
        this.known = known;
    }

    /** Source text: every name of Kafka's packages is replaced, so that what is missing is seen. */
    Renamed source(String text) {
        List<Missing> missing = new ArrayList<>();
        Map<String, String> simpleNames = new HashMap<>();
        StringBuilder out = new StringBuilder(text.length());
        Matcher found = QUALIFIED.matcher(text);
        while (found.find()) {
            String name = found.group();
            noteSimpleNames(name, simpleNames);
            String renamed = rename(name);
            if (!name.endsWith("*") && !known.test(renamed)) {
                missing.add(new Missing(line(text, found.start()), name));
            }
            found.appendReplacement(out, Matcher.quoteReplacement(renamed));
        }
        found.appendTail(out);
        String whole = simpleNames.isEmpty() ? out.toString() : words(out, simpleNames);
        return new Renamed(whole, missing);
    }

    /** Settings: only names of classes that Leat has are replaced. */
    Renamed settings(String text) {
        String renamed =
                QUALIFIED
                        .matcher(text)
                        .replaceAll(
                                found -> {
                                    String target = rename(found.group());
                                    return Matcher.quoteReplacement(
                                            known.test(target) ? target : found.group());
                                });
        return new Renamed(renamed, List.of());
    }

    private static String rename(String name) {
        String simple = CLASSES.get(name);
        String moved = LEAT + name.substring(KAFKA.length());
        return simple == null ? moved : moved.substring(0, moved.lastIndexOf('.') + 1) + simple;
    }

    /** What an import of {@code name} lets the file call by its simple name. */
    private static void noteSimpleNames(String name, Map<String, String> names) {
        String inPackage = name.endsWith("*") ? name.substring(0, name.length() - 1) : null;
        CLASSES.forEach(
                (from, to) -> {
                    int simple = from.lastIndexOf('.') + 1;
                    if (from.equals(name) || from.substring(0, simple).equals(inPackage)) {
                        names.put(from.substring(simple), to);
                    }
                });
    }

    private static String words(CharSequence text, Map<String, String> names) {
        return WORD.matcher(text)
                .replaceAll(
                        word ->
                                Matcher.quoteReplacement(
                                        names.getOrDefault(word.group(), word.group())));
    }

    private static int line(String text, int end) {
        return (int) text.substring(0, end).chars().filter(each -> each == '\n').count() + 1;
    }
}
