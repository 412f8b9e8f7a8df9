package io.leat.clients.admin;

import java.util.Objects;
import java.util.Optional;

/** A member of a group. Immutable. */
public class MemberDescription {

    private final String memberId;
    private final Optional<String> groupInstanceId;
    private final Optional<String> rackId;
    private final String clientId;
    private final String host;
    private final MemberAssignment assignment;
    private final Optional<MemberAssignment> targetAssignment;
    private final Optional<Integer> memberEpoch;
    private final Optional<Boolean> upgraded;

    public MemberDescription(
            String memberId,
            Optional<String> groupInstanceId,
            Optional<String> rackId,
            String clientId,
            String host,
            MemberAssignment assignment,
            Optional<MemberAssignment> targetAssignment,
            Optional<Integer> memberEpoch,
            Optional<Boolean> upgraded) {
        this.memberId = memberId;
        this.groupInstanceId = groupInstanceId;
        this.rackId = rackId;
        this.clientId = clientId;
        this.host = host;
        this.assignment = assignment;
        this.targetAssignment = targetAssignment;
        this.memberEpoch = memberEpoch;
        this.upgraded = upgraded;
    }

    public MemberDescription(
            String memberId,
            Optional<String> groupInstanceId,
            String clientId,
            String host,
            MemberAssignment assignment) {
        this(
                memberId,
                groupInstanceId,
                Optional.empty(),
                clientId,
                host,
                assignment,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public String consumerId() {
        return memberId;
    }

    public Optional<String> groupInstanceId() {
        return groupInstanceId;
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

    public MemberAssignment assignment() {
        return assignment;
    }

    public Optional<MemberAssignment> targetAssignment() {
        return targetAssignment;
    }

    public Optional<Integer> memberEpoch() {
        return memberEpoch;
    }

    public Optional<Boolean> upgraded() {
        return upgraded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberDescription that
                && Objects.equals(memberId, that.memberId)
                && Objects.equals(groupInstanceId, that.groupInstanceId)
                && Objects.equals(rackId, that.rackId)
                && Objects.equals(clientId, that.clientId)
                && Objects.equals(host, that.host)
                && Objects.equals(assignment, that.assignment)
                && Objects.equals(targetAssignment, that.targetAssignment)
                && Objects.equals(memberEpoch, that.memberEpoch)
                && Objects.equals(upgraded, that.upgraded);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                memberId,
                groupInstanceId,
                rackId,
                clientId,
                host,
                assignment,
                targetAssignment,
                memberEpoch,
                upgraded);
    }

    @Override
    public String toString() {
        return "MemberDescription(memberId="
                + memberId
                + ", groupInstanceId="
                + groupInstanceId
                + ", rackId="
                + rackId
                + ", clientId="
                + clientId
                + ", host="
                + host
                + ", assignment="
                + assignment
                + ", targetAssignment="
                + targetAssignment
                + ", memberEpoch="
                + memberEpoch
                + ", upgraded="
                + upgraded
                + ")";
    }
}
