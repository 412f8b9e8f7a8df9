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
import io.leat.log.protocol.message.DeleteGroupsRequest;
import io.leat.log.protocol.message.DeleteGroupsResponse;
import io.leat.log.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.List;
import java.util.function.Consumer;

/** DeleteGroups, versions 0 to 2: groups without members, with their offsets. */
public final class DeleteGroupsHandler
        implements Handler<DeleteGroupsRequest, DeleteGroupsResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public DeleteGroupsHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.DELETE_GROUPS;
    }

    @Override
    public DeleteGroupsRequest read(Reader in) {
        return DeleteGroupsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DeleteGroupsRequest request,
            Reply<DeleteGroupsResponse> reply) {
        List<String> ids = request.groupsNames();
        Gathering<DeletableGroupResult> all =
                new Gathering<>(
                        context.loop(),
                        ids.size(),
                        results ->
                                reply.complete(
                                        DeleteGroupsResponse.builder().results(results).build()));
        for (int i = 0; i < ids.size(); i++) {
            int number = i;
            String id = ids.get(i);
            Consumer<ErrorCode> done =
                    error -> all.add(number, new DeletableGroupResult(id, error));
            groups.<ErrorCode>ask(
                    id, (coordinator, promise, now) -> coordinator.delete(id, promise), done, done);
        }
    }
}
