package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ListGroupsRequest;
import io.leat.log.protocol.message.ListGroupsResponse;
import io.leat.log.protocol.message.ListGroupsResponse.ListedGroup;
import java.util.ArrayList;
import java.util.List;

/** ListGroups, versions 0 to 5: all groups whose coordinator is this broker. */
public final class ListGroupsHandler implements Handler<ListGroupsRequest, ListGroupsResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;
    private final int nodeId;

    public ListGroupsHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
        this.nodeId = broker.nodeId();
    }

    @Override
    public ApiKey key() {
        return ApiKey.LIST_GROUPS;
    }

    @Override
    public ListGroupsRequest read(Reader in) {
        return ListGroupsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, ListGroupsRequest request, Reply<ListGroupsResponse> reply) {
        List<Integer> partitions = groups.led(nodeId);
        Gathering<ListGroupsResponse> all =
                new Gathering<>(
                        context.loop(), partitions.size(), parts -> reply.complete(merged(parts)));
        for (int i = 0; i < partitions.size(); i++) {
            int number = i;
            groups.<List<ListedGroup>>ask(
                    partitions.get(i),
                    (coordinator, promise, now) ->
                            coordinator.list(
                                    request.statesFilter(), request.typesFilter(), promise),
                    listed -> all.add(number, ListGroupsResponse.builder().groups(listed).build()),
                    error ->
                            all.add(number, ListGroupsResponse.builder().errorCode(error).build()));
        }
    }

    private static ListGroupsResponse merged(List<ListGroupsResponse> parts) {
        List<ListedGroup> groups = new ArrayList<>();
        ErrorCode error = ErrorCode.NONE;
        for (ListGroupsResponse part : parts) {
            groups.addAll(part.groups());
            // A partition that has moved meanwhile is listed by its new coordinator.
            if (part.errorCode() != ErrorCode.NONE
                    && part.errorCode() != ErrorCode.NOT_COORDINATOR) {
                error = part.errorCode();
            }
        }
        return ListGroupsResponse.builder().errorCode(error).groups(groups).build();
    }
}
