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
import io.leat.log.protocol.message.DescribeGroupsRequest;
import io.leat.log.protocol.message.DescribeGroupsResponse;
import io.leat.log.protocol.message.DescribeGroupsResponse.DescribedGroup;
import java.util.List;

/**
 * DescribeGroups, versions 0 to 6. A group that does not exist is "Dead"; from version 6 on that is
 * error 69.
 */
public final class DescribeGroupsHandler
        implements Handler<DescribeGroupsRequest, DescribeGroupsResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public DescribeGroupsHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_GROUPS;
    }

    @Override
    public DescribeGroupsRequest read(Reader in) {
        return DescribeGroupsRequest.read(in);
    }

    private static final int FIRST_WITH_NOT_FOUND = 6;

    @Override
    public void handle(
            RequestContext context,
            DescribeGroupsRequest request,
            Reply<DescribeGroupsResponse> reply) {
        List<String> ids = request.groups();
        Gathering<DescribedGroup> all =
                new Gathering<>(
                        context.loop(),
                        ids.size(),
                        groups ->
                                reply.complete(
                                        DescribeGroupsResponse.builder().groups(groups).build()));
        for (int i = 0; i < ids.size(); i++) {
            int number = i;
            String id = ids.get(i);
            groups.<DescribedGroup>ask(
                    id,
                    (coordinator, promise, now) -> coordinator.describe(id, promise),
                    group -> all.add(number, fit(group, context.apiVersion())),
                    error ->
                            all.add(
                                    number,
                                    DescribedGroup.builder().groupId(id).errorCode(error).build()));
        }
    }

    private static DescribedGroup fit(DescribedGroup group, int version) {
        return version >= FIRST_WITH_NOT_FOUND
                ? group
                : group.toBuilder()
                        .errorCode(
                                group.errorCode() == ErrorCode.GROUP_ID_NOT_FOUND
                                        ? ErrorCode.NONE
                                        : group.errorCode())
                        .errorMessage(null)
                        .build();
    }
}
