package io.leat.streams.runtime;

import java.util.Optional;

/**
 * A member of the group, as its leader sees it. Immutable.
 *
 * @param told what it says itself
 * @param rack its {@code client.rack}
 */
record Joiner(MemberData told, Optional<String> rack) {}
