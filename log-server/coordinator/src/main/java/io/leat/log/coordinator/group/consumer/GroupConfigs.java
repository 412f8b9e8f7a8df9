package io.leat.log.coordinator.group.consumer;

import java.util.Map;

/** The settings that single groups have. Safe on every loop. */
@FunctionalInterface
public interface GroupConfigs {

    /** Names and valid values. */
    Map<String, String> of(String groupId);
}
