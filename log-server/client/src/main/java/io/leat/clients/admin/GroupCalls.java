package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.clients.network.Coordinators;
import io.leat.clients.network.Errors;
import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.common.KafkaFuture;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.common.errors.UnsupportedVersionException;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ConsumerGroupDescribeRequest;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse;
import io.leat.log.protocol.message.ConsumerProtocolAssignment;
import io.leat.log.protocol.message.DeleteGroupsRequest;
import io.leat.log.protocol.message.DeleteGroupsResponse;
import io.leat.log.protocol.message.DescribeGroupsRequest;
import io.leat.log.protocol.message.DescribeGroupsResponse;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.LeaveGroupResponse;
import io.leat.log.protocol.message.ListGroupsRequest;
import io.leat.log.protocol.message.ListGroupsResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Calls about groups and their members. Stateless. */
final class GroupCalls {

    private static final Coordinators.Kind GROUP = Coordinators.Kind.GROUP;

    private final Attempts attempts;

    GroupCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    /** Asks for a group of the newer kind first, and for a classic one if there is none. */
    KafkaFuture<ConsumerGroupDescription> describe(
            String group, DescribeConsumerGroupsOptions options) {
        return attempts.run(
                options,
                "Describing group " + group,
                () ->
                        attempts.io()
                                .coordinators()
                                .find(GROUP, group)
                                .thenCompose(node -> describe(group, node, options)));
    }

    private CompletableFuture<ConsumerGroupDescription> describe(
            String group, Node node, DescribeConsumerGroupsOptions options) {
        boolean operations = options.includeAuthorizedOperations();
        Call<ConsumerGroupDescribeResponse> call =
                Call.of(
                        ConsumerGroupDescribeRequest.builder()
                                .groupIds(List.of(group))
                                .includeAuthorizedOperations(operations)
                                .build(),
                        ConsumerGroupDescribeResponse::read);
        return attempts.io()
                .send(node.id(), call)
                .handle(
                        (response, failure) ->
                                isOfAnotherKind(response, failure)
                                        ? describeClassic(group, node, options)
                                        : described(response, failure, node, operations))
                .thenCompose(described -> described);
    }

    /** Older servers, and newer ones about classic groups, know of no such group. */
    private static boolean isOfAnotherKind(
            ConsumerGroupDescribeResponse response, Throwable failure) {
        if (failure != null) {
            return Errors.unwrap(failure) instanceof UnsupportedVersionException;
        }
        ErrorCode error = response.groups().get(0).errorCode();
        return error == ErrorCode.GROUP_ID_NOT_FOUND || error == ErrorCode.UNSUPPORTED_VERSION;
    }

    private CompletableFuture<ConsumerGroupDescription> described(
            ConsumerGroupDescribeResponse response,
            Throwable failure,
            Node node,
            boolean operations) {
        if (failure != null) {
            throw Errors.unwrap(failure);
        }
        ConsumerGroupDescribeResponse.DescribedGroup group = response.groups().get(0);
        if (group.errorCode() == ErrorCode.NOT_COORDINATOR) {
            attempts.io().coordinators().forget(GROUP, group.groupId());
        }
        attempts.check(group.errorCode(), group.errorMessage());
        return CompletableFuture.completedFuture(
                ConsumerGroupDescriptions.of(group, node, operations));
    }

    private CompletableFuture<ConsumerGroupDescription> describeClassic(
            String group, Node node, DescribeConsumerGroupsOptions options) {
        Call<DescribeGroupsResponse> call =
                Call.of(
                        ApiKey.DESCRIBE_GROUPS,
                        version ->
                                DescribeGroupsRequest.builder()
                                        .groups(List.of(group))
                                        .includeAuthorizedOperations(
                                                version >= 3
                                                        && options.includeAuthorizedOperations())
                                        .build(),
                        DescribeGroupsResponse::read);
        return attempts.io()
                .send(node.id(), call)
                .thenApply(response -> description(response, node, options));
    }

    private ConsumerGroupDescription description(
            DescribeGroupsResponse response, Node node, DescribeConsumerGroupsOptions options) {
        DescribeGroupsResponse.DescribedGroup group = response.groups().get(0);
        if (group.errorCode() == ErrorCode.NOT_COORDINATOR) {
            attempts.io().coordinators().forget(GROUP, group.groupId());
        }
        attempts.check(group.errorCode(), group.errorMessage());
        GroupState state = GroupState.parse(group.groupState());
        if (state == GroupState.DEAD) {
            throw new GroupIdNotFoundException("Group " + group.groupId() + " does not exist");
        }
        List<MemberDescription> members = new ArrayList<>();
        for (DescribeGroupsResponse.DescribedGroupMember member : group.members()) {
            members.add(
                    new MemberDescription(
                            member.memberId(),
                            Optional.ofNullable(member.groupInstanceId()),
                            member.clientId(),
                            member.clientHost(),
                            new MemberAssignment(assigned(member.memberAssignment()))));
        }
        return new ConsumerGroupDescription(
                group.groupId(),
                group.protocolType().isEmpty(),
                members,
                group.protocolData(),
                GroupType.CLASSIC,
                state,
                node,
                options.includeAuthorizedOperations()
                        ? TopicDescriptions.operations(group.authorizedOperations())
                        : null,
                Optional.empty(),
                Optional.empty());
    }

    private static Set<TopicPartition> assigned(ByteBuffer bytes) {
        Set<TopicPartition> partitions = new HashSet<>();
        if (bytes.remaining() < 2) {
            return partitions;
        }
        ByteBuffer in = bytes.duplicate();
        int version = Math.min(3, Math.max(0, in.getShort()));
        try {
            ConsumerProtocolAssignment.read(new Reader(in, version, false))
                    .assignedPartitions()
                    .forEach(
                            topic ->
                                    topic.partitions()
                                            .forEach(
                                                    number ->
                                                            partitions.add(
                                                                    new TopicPartition(
                                                                            topic.topic(),
                                                                            number))));
        } catch (MalformedMessageException e) {
            return Set.of(); // members of another protocol: what they have is theirs to read
        }
        return partitions;
    }

    KafkaFuture<Listed<GroupListing>> list(ListGroupsOptions options) {
        return attempts.run(
                options,
                "Listing groups",
                () ->
                        attempts.io()
                                .metadata()
                                .refresh()
                                .thenCompose(view -> listAll(view.cluster().nodes(), options)));
    }

    private CompletableFuture<Listed<GroupListing>> listAll(
            List<Node> nodes, ListGroupsOptions options) {
        List<CompletableFuture<Object>> parts = new ArrayList<>();
        for (Node node : nodes) {
            parts.add(
                    attempts.io()
                            .send(node.id(), listCall(options))
                            .<Object>thenApply(this::listings)
                            .exceptionally(Errors::unwrap));
        }
        return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
                .thenApply(none -> gather(parts, options));
    }

    private static Listed<GroupListing> gather(
            List<CompletableFuture<Object>> parts, ListGroupsOptions options) {
        List<GroupListing> found = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (CompletableFuture<Object> part : parts) {
            Object outcome = part.join();
            if (outcome instanceof Throwable failure) {
                failures.add(failure);
            } else {
                for (Object one : (List<?>) outcome) {
                    GroupListing listing = (GroupListing) one;
                    if (options.protocolTypes().isEmpty()
                            || options.protocolTypes().contains(listing.protocol())) {
                        found.add(listing);
                    }
                }
            }
        }
        return new Listed<>(found, failures);
    }

    private static Call<ListGroupsResponse> listCall(ListGroupsOptions options) {
        List<String> states = options.groupStates().stream().map(GroupState::toString).toList();
        List<String> types = options.types().stream().map(GroupType::toString).toList();
        return Call.of(
                ApiKey.LIST_GROUPS,
                version -> {
                    ListGroupsRequest.Builder builder = ListGroupsRequest.builder();
                    if (version >= 4) {
                        builder.statesFilter(states);
                    }
                    if (version >= 5) {
                        builder.typesFilter(types);
                    }
                    return builder.build();
                },
                ListGroupsResponse::read);
    }

    private List<GroupListing> listings(ListGroupsResponse response) {
        attempts.check(response.errorCode(), null);
        List<GroupListing> listings = new ArrayList<>();
        for (ListGroupsResponse.ListedGroup group : response.groups()) {
            listings.add(
                    new GroupListing(
                            group.groupId(),
                            group.groupType().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(GroupType.parse(group.groupType())),
                            group.protocolType(),
                            group.groupState().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(GroupState.parse(group.groupState()))));
        }
        return listings;
    }

    KafkaFuture<Void> delete(String group, AbstractOptions<?> options) {
        DeleteGroupsRequest request = new DeleteGroupsRequest(List.of(group));
        return attempts.run(
                options,
                "Deleting group " + group,
                () ->
                        attempts.coordinator(
                                        GROUP,
                                        group,
                                        Call.of(request, DeleteGroupsResponse::read),
                                        response -> response.results().get(0).errorCode())
                                .thenApply(response -> null));
    }

    /** Removes the members named, or all; the outcome of each by what it is known by. */
    CompletableFuture<Map<String, ErrorCode>> remove(
            String group, RemoveMembersFromConsumerGroupOptions options) {
        String reason =
                options.reason() == null
                        ? "removed by an administrator"
                        : "removed by an administrator: " + options.reason();
        return attempts.stage(
                options,
                "Removing members of group " + group,
                () ->
                        members(group, options)
                                .thenCompose(members -> leave(group, members, reason)));
    }

    private CompletableFuture<Map<String, ErrorCode>> leave(
            String group, List<MemberDescription> members, String reason) {
        List<LeaveGroupRequest.MemberIdentity> leaving = new ArrayList<>();
        for (MemberDescription member : members) {
            leaving.add(
                    new LeaveGroupRequest.MemberIdentity(
                            member.consumerId(), member.groupInstanceId().orElse(null), reason));
        }
        if (leaving.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        LeaveGroupRequest request =
                LeaveGroupRequest.builder().groupId(group).members(leaving).build();
        return attempts.coordinator(
                        GROUP,
                        group,
                        Call.of(request, LeaveGroupResponse::read).versions(3, 5),
                        LeaveGroupResponse::errorCode)
                .thenApply(
                        response -> {
                            Map<String, ErrorCode> outcome = new java.util.HashMap<>();
                            response.members()
                                    .forEach(
                                            member ->
                                                    outcome.put(
                                                            member.groupInstanceId() == null
                                                                    ? member.memberId()
                                                                    : member.groupInstanceId(),
                                                            member.errorCode()));
                            return outcome;
                        });
    }

    private CompletableFuture<List<MemberDescription>> members(
            String group, RemoveMembersFromConsumerGroupOptions options) {
        if (options.removeAll()) {
            return describe(group, new DescribeConsumerGroupsOptions())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .thenApply(description -> List.copyOf(description.members()));
        }
        return CompletableFuture.completedFuture(
                options.members().stream()
                        .map(
                                member ->
                                        new MemberDescription(
                                                member.memberId(),
                                                Optional.ofNullable(member.groupInstanceId()),
                                                "",
                                                "",
                                                new MemberAssignment(Set.of())))
                        .toList());
    }
}
