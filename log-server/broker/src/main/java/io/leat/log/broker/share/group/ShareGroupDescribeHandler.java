package io.leat.log.broker.share.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.share.ShareGroups;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ShareGroupDescribeRequest;
import io.leat.log.protocol.message.ShareGroupDescribeResponse;
import io.leat.log.protocol.message.ShareGroupDescribeResponse.DescribedGroup;
import java.util.List;

/** ShareGroupDescribe, version 1: share groups with their members. */
public final class ShareGroupDescribeHandler
        implements Handler<ShareGroupDescribeRequest, ShareGroupDescribeResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public ShareGroupDescribeHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.SHARE_GROUP_DESCRIBE;
    }

    @Override
    public ShareGroupDescribeRequest read(Reader in) {
        return ShareGroupDescribeRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            ShareGroupDescribeRequest request,
            Reply<ShareGroupDescribeResponse> reply) {
        List<String> ids = request.groupIds();
        Gathering<DescribedGroup> all =
                new Gathering<>(
                        context.loop(),
                        ids.size(),
                        described ->
                                reply.complete(
                                        ShareGroupDescribeResponse.builder()
                                                .groups(described)
                                                .build()));
        for (int i = 0; i < ids.size(); i++) {
            int number = i;
            String id = ids.get(i);
            groups.<DescribedGroup>ask(
                    id,
                    (coordinator, promise, now) ->
                            coordinator.part(ShareGroups.class).describe(id, promise),
                    described -> all.add(number, described),
                    error ->
                            all.add(
                                    number,
                                    DescribedGroup.builder()
                                            .groupId(id)
                                            .errorCode(error)
                                            .errorMessage(error.message() + ".")
                                            .build()));
        }
    }
}
