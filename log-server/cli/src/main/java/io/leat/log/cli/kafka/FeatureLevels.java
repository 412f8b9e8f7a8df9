package io.leat.log.cli.kafka;

import io.leat.log.cli.CommandFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of metadata levels, and what else a release of Kafka sets with them. Stateless. */
public final class FeatureLevels {

    public static final String METADATA = "metadata.version";
    private static final int LOWEST = 7;

    /** From level 7 on. */
    private static final List<String> NAMES =
            List.of(
                    "3.3-IV3", "3.4-IV0", "3.5-IV0", "3.5-IV1", "3.5-IV2", "3.6-IV0", "3.6-IV1",
                    "3.6-IV2", "3.7-IV0", "3.7-IV1", "3.7-IV2", "3.7-IV3", "3.7-IV4", "3.8-IV0",
                    "3.9-IV0", "4.0-IV0", "4.0-IV1", "4.0-IV2", "4.0-IV3", "4.1-IV0", "4.1-IV1",
                    "4.2-IV0", "4.2-IV1", "4.3-IV0");

    /** The level of a feature from a level of metadata on, 0 before. */
    private record Since(int metadata, short level) {}

    private static final Map<String, Since> OTHERS = others();

    private FeatureLevels() {}

    private static Map<String, Since> others() {
        Map<String, Since> others = new LinkedHashMap<>();
        others.put("kraft.version", new Since(21, (short) 1));
        others.put("transaction.version", new Since(24, (short) 2));
        others.put("group.version", new Since(22, (short) 1));
        others.put("eligible.leader.replicas.version", new Since(26, (short) 1));
        others.put("share.version", new Since(28, (short) 1));
        others.put("streams.version", new Since(29, (short) 1));
        return others;
    }

    /** A level as people are shown it. */
    public static String show(String feature, short level) {
        if (!feature.equals(METADATA)) {
            return String.valueOf(level);
        }
        int index = level - LOWEST;
        return index >= 0 && index < NAMES.size() ? NAMES.get(index) : "UNKNOWN " + level;
    }

    private static String latest() {
        return NAMES.get(NAMES.size() - 1);
    }

    /** The level of metadata that a release has: 4.0-IV3, or 4.0 for its last one. */
    public static short metadata(String release) {
        int index = NAMES.indexOf(release);
        for (int i = NAMES.size() - 1; i >= 0 && index < 0; i--) {
            if (NAMES.get(i).startsWith(release + "-IV")) {
                index = i;
            }
        }
        if (index < 0) {
            throw new CommandFailure(
                    "Unknown metadata.version '"
                            + release
                            + "'. Supported metadata.version are: "
                            + String.join(", ", NAMES));
        }
        return (short) (LOWEST + index);
    }

    /** What a release sets beside metadata. */
    public static Map<String, Short> others(String release) {
        short metadata = metadata(release);
        Map<String, Short> levels = new LinkedHashMap<>();
        OTHERS.forEach(
                (feature, since) ->
                        levels.put(feature, metadata >= since.metadata ? since.level : (short) 0));
        return levels;
    }

    /** The levels of a release, the latest if it is null, for people. */
    public static List<String> mapping(@Nullable String release) {
        String shown = release == null ? latest() : release;
        List<String> lines = new ArrayList<>();
        lines.add(METADATA + "=" + metadata(shown) + " (" + shown + ")");
        others(shown).forEach((name, level) -> lines.add(name + "=" + level));
        return lines;
    }

    /** What a level needs of other features, for people. */
    public static List<String> dependencies(String feature, short level) {
        List<String> lines = new ArrayList<>();
        String subject = feature + "=" + level;
        if (feature.equals(METADATA)) {
            String name = show(feature, level);
            if (name.startsWith("UNKNOWN")) {
                throw new CommandFailure("Unknown metadata.version " + level);
            }
            lines.add(subject + " (" + name + ") has no dependencies.");
            return lines;
        }
        Since known = OTHERS.get(feature);
        if (known == null) {
            throw new CommandFailure("Unknown feature: " + feature);
        }
        if (level < 0 || level > known.level) {
            throw new CommandFailure("No feature:" + feature + " with feature level " + level);
        }
        if (feature.startsWith("eligible.leader.replicas") && level == 1) {
            lines.add(subject + " requires:");
            lines.add("    metadata.version=23 (4.0-IV1)");
        } else {
            lines.add(subject + " has no dependencies.");
        }
        return lines;
    }
}
