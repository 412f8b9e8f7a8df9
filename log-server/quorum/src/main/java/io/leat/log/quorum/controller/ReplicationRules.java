package io.leat.log.quorum.controller;

import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
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

    ReplicationRules(MetadataImage image, TopicRules rules) {
        this.image = image;
        this.rules = rules;
    }

    /** How many in-sync replicas a commit needs: never more than there are (KIP-966). */
    int minIsr(String topic, int replicas) {
        int wanted;
        try {
            wanted = Integer.parseInt(setting(topic, MIN_ISR).trim());
        } catch (NumberFormatException e) {
            wanted = 1; // settings are checked when they are made: this server has no default
        }
        return Math.max(1, Math.min(wanted, replicas));
    }

    /** Whether a replica that may lack records is elected without anybody asking. */
    boolean unclean(String topic) {
        return Boolean.parseBoolean(setting(topic, UNCLEAN));
    }

    /** Whether what was committed is on the disks of the ISR, so that no crash takes it away. */
    boolean persisted(String topic, int replicas) {
        return switch (setting(topic, DURABILITY)) {
            case "persisted" -> true;
            case "replicated" -> false;
            default -> replicas == 1;
        };
    }

    private String setting(String topic, String name) {
        @Nullable String own = image.configs(ConfigResource.topic(topic)).get(name);
        if (own != null) {
            return own;
        }
        @Nullable String all = image.configs(ConfigResource.broker("")).get(name);
        return all != null ? all : rules.defaultOf(name);
    }
}
