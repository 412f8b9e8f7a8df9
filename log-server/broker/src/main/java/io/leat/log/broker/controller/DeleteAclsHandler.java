package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.access.AclFilter;
import io.leat.log.broker.access.Authorizer;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AccessControlEntryRecord;
import io.leat.log.protocol.message.DeleteAclsRequest;
import io.leat.log.protocol.message.DeleteAclsResponse;
import io.leat.log.protocol.message.DeleteAclsResponse.FilterResult;
import io.leat.log.protocol.message.DeleteAclsResponse.MatchingAcl;
import io.leat.log.protocol.message.RemoveAccessControlEntryRecord;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** DeleteAcls, versions 1 to 3: what matches a filter goes, and is told. */
public final class DeleteAclsHandler
        extends ControllerHandler<DeleteAclsRequest, DeleteAclsResponse> {

    public DeleteAclsHandler(Broker broker) {
        super(broker, ApiKey.DELETE_ACLS, DeleteAclsRequest::read);
    }

    @Override
    Decision<DeleteAclsResponse> decide(
            MetadataImage image, RequestContext context, DeleteAclsRequest request) {
        if (broker().authorizer() == null) {
            return Decision.nothing(all(request, ErrorCode.SECURITY_DISABLED, Authorizer.NONE));
        }
        Set<Uuid> removed = new LinkedHashSet<>();
        List<FilterResult> results = new ArrayList<>();
        for (DeleteAclsRequest.Filter each : request.filters()) {
            AclFilter filter = AclFilter.of(each);
            String violation = filter.violation();
            if (violation != null) {
                results.add(refused(ErrorCode.INVALID_REQUEST, violation));
                continue;
            }
            List<MatchingAcl> matching = new ArrayList<>();
            for (AccessControlEntryRecord entry : image.security().entries().values()) {
                if (filter.matches(entry)) {
                    removed.add(entry.id());
                    matching.add(matching(entry));
                }
            }
            results.add(FilterResult.builder().matchingAcls(matching).build());
        }
        List<LogRecord> records = new ArrayList<>();
        removed.forEach(id -> records.add(new RemoveAccessControlEntryRecord(id)));
        return new Decision<>(records, DeleteAclsResponse.builder().filterResults(results).build());
    }

    private static MatchingAcl matching(AccessControlEntryRecord entry) {
        return new MatchingAcl(
                ErrorCode.NONE,
                null,
                entry.resourceType(),
                entry.resourceName(),
                entry.patternType(),
                entry.principal(),
                entry.host(),
                entry.operation(),
                entry.permissionType());
    }

    private static FilterResult refused(ErrorCode error, String message) {
        return FilterResult.builder().errorCode(error).errorMessage(message).build();
    }

    private static DeleteAclsResponse all(
            DeleteAclsRequest request, ErrorCode error, String message) {
        return DeleteAclsResponse.builder()
                .filterResults(
                        request.filters().stream().map(each -> refused(error, message)).toList())
                .build();
    }

    @Override
    DeleteAclsResponse failed(DeleteAclsRequest request, ErrorCode error) {
        return all(request, error, error.message());
    }
}
