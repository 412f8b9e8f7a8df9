package io.leat.log.quorum.controller;

import org.jspecify.annotations.Nullable;

/** What a server without any settings says about topics. */
class ModelRules implements TopicRules {

    @Override
    public @Nullable String violation(String name, String value) {
        return null;
    }

    @Override
    public String defaultOf(String name) {
        return switch (name) {
            case "min.insync.replicas" -> "1";
            case "unclean.leader.election.enable" -> "false";
            case "durability" -> "auto";
            default -> "";
        };
    }

    @Override
    public int defaultPartitions() {
        return 1;
    }

    @Override
    public int defaultReplicationFactor() {
        return 3;
    }
}
