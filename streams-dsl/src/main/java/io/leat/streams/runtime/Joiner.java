package io.leat.streams.runtime;

import io.leat.common.TopicPartition;
import java.util.Optional;
import java.util.Set;

/**
 * A member of the group, as its leader sees it. Immutable.
 *
 * @param told what it says itself
 * @param rack its {@code client.rack}
 * @param owned what it reads meanwhile; nobody else may before it gave that up
 */
record Joiner(MemberData told, Optional<String> rack, Set<TopicPartition> owned) {}
