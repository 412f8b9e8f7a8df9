package io.leat.log.quorum.controller;

import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the settings in one image say about replication: of the topic, else of all brokers, else of
 * this server. Immutable; made for one decision.
 */
final class ReplicationRules {

    static final String MIN_ISR = "min.insync.replicas";
    private static final String UNCLEAN = "unclean.leader.election.enable";
    private static final String DURABILITY = "durability";

    private final MetadataImage image;
    private final TopicRules rules;

    /** The topic that was asked for last: decisions about many partitions go topic by topic. */
    private @Nullable OfTopic last;

    private record OfTopic(String name, int minIsr, boolean unclean, String durability) {}

    ReplicationRules(MetadataImage image, TopicRules rules) {
        this.image = image;
        this.rules = rules;
    }

    /** How many in-sync replicas a commit needs: never more than there are (KIP-966). */
    int minIsr(String topic, int replicas) {
        return Math.max(1, Math.min(of(topic).minIsr, replicas));
    }

    /** Whether a replica that may lack records is elected without anybody asking. */
    boolean unclean(String topic) {
        return of(topic).unclean;
    }

    /** Whether what was committed is on the disks of the ISR, so that no crash takes it away. */
    boolean persisted(String topic, int replicas) {
        return switch (of(topic).durability) {
            case "persisted" -> true;
            case "replicated" -> false;
            default -> replicas == 1;
        };
    }

    private OfTopic of(String topic) {
        OfTopic known = last;
        if (known == null || !known.name.equals(topic)) {
            Map<String, String> own = image.configs(ConfigResource.topic(topic));
            Map<String, String> all = image.configs(ConfigResource.broker(""));
            known =
                    new OfTopic(
                            topic,
                            minIsr(setting(own, all, MIN_ISR)),
                            Boolean.parseBoolean(setting(own, all, UNCLEAN)),
                            setting(own, all, DURABILITY));
            last = known;
        }
        return known;
    }

    private static int minIsr(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            return 1; // settings are checked when they are made: this server has no default
        }
    }

    private String setting(Map<String, String> own, Map<String, String> all, String name) {
        String value = own.getOrDefault(name, all.get(name));
        return value != null ? value : rules.defaultOf(name);
    }
}
