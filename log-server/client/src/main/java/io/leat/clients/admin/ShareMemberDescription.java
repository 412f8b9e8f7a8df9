package io.leat.clients.admin;

import java.util.Objects;
import java.util.Optional;

/** A member of a share group. Immutable. */
public class ShareMemberDescription {

    private final String memberId;
    private final Optional<String> rackId;
    private final String clientId;
    private final String host;
    private final ShareMemberAssignment assignment;
    private final int memberEpoch;

    public ShareMemberDescription(
            String memberId,
            Optional<String> rackId,
            String clientId,
            String host,
            ShareMemberAssignment assignment,
            int memberEpoch) {
        this.memberId = memberId;
        this.rackId = rackId;
        this.clientId = clientId;
        this.host = host;
        this.assignment = assignment;
        this.memberEpoch = memberEpoch;
    }

    public String consumerId() {
        return memberId;
    }

    public Optional<String> rackId() {
        return rackId;
    }

    public String clientId() {
        return clientId;
    }

    public String host() {
        return host;
    }

    public ShareMemberAssignment assignment() {
        return assignment;
    }

    public int memberEpoch() {
        return memberEpoch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareMemberDescription that
                && Objects.equals(memberId, that.memberId)
                && Objects.equals(rackId, that.rackId)
                && Objects.equals(clientId, that.clientId)
                && Objects.equals(host, that.host)
                && Objects.equals(assignment, that.assignment)
                && memberEpoch == that.memberEpoch;
    }

    @Override
    public int hashCode() {
        return Objects.hash(memberId, rackId, clientId, host, assignment, memberEpoch);
    }

    @Override
    public String toString() {
        return "ShareMemberDescription(consumerId="
                + memberId
                + ", rackId="
                + rackId
                + ", clientId="
                + clientId
                + ", host="
                + host
                + ", assignment="
                + assignment
                + ", memberEpoch="
                + memberEpoch
                + ")";
    }
}
