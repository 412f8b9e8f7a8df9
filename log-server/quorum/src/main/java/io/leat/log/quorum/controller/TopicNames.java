package io.leat.log.quorum.controller;

import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import org.jspecify.annotations.Nullable;

/** What a topic may be called. Stateless. */
public final class TopicNames {

    private static final int LENGTH_MAX = 249; // a directory name takes 255, less "-" and a number

    private TopicNames() {}

    /** Why {@code name} is not allowed, for people; null if it is. */
    public static @Nullable String violation(String name) {
        if (name.isEmpty()) {
            return "A topic name is empty";
        }
        if (name.equals(".") || name.equals("..") || name.equals("__cluster_metadata")) {
            return "A topic cannot be called '" + name + "'";
        }
        if (name.length() > LENGTH_MAX) {
            return "A topic name has at most " + LENGTH_MAX + " characters, not " + name.length();
        }
        for (int i = 0; i < name.length(); i++) {
            if (!allowed(name.charAt(i))) {
                return "Topic name '"
                        + name
                        + "' has other characters than letters, digits, '.', '_' and '-'";
            }
        }
        return null;
    }

    private static boolean allowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    /**
     * The topic whose name differs only in '.' and '_', which metrics cannot tell apart, or null.
     */
    static @Nullable TopicImage collision(MetadataImage image, String name) {
        if (name.indexOf('.') < 0 && name.indexOf('_') < 0) {
            return null;
        }
        String folded = name.replace('.', '_');
        for (TopicImage topic : image.topics()) {
            if (!topic.name().equals(name) && topic.name().replace('.', '_').equals(folded)) {
                return topic;
            }
        }
        return null;
    }
}
