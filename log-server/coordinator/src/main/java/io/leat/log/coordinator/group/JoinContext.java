package io.leat.log.coordinator.group;

/**
 * What surrounds a JoinGroup request. Immutable.
 *
 * @param clientId what the client calls itself
 * @param clientHost where it connects from, as {@code /127.0.0.1}
 * @param apiVersion the version of the request
 */
public record JoinContext(String clientId, String clientHost, int apiVersion) {

    /** Whether the client knows error 79 and joins again with the id it got (KIP-394). */
    public boolean requiresMemberId() {
        return apiVersion >= 4;
    }

    /** Whether the client knows a leader that has nothing to assign (KIP-814). */
    boolean canSkipAssignment() {
        return apiVersion >= 9;
    }

    Member.Client client() {
        return new Member.Client(clientId, clientHost);
    }
}
