package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.access.AclRules;
import io.leat.log.broker.access.Authorizer;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AccessControlEntryRecord;
import io.leat.log.protocol.message.CreateAclsRequest;
import io.leat.log.protocol.message.CreateAclsRequest.AclCreation;
import io.leat.log.protocol.message.CreateAclsResponse;
import io.leat.log.protocol.message.CreateAclsResponse.AclCreationResult;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.Entropy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** CreateAcls, versions 1 to 3: entries that are there already are no error. */
public final class CreateAclsHandler
        extends ControllerHandler<CreateAclsRequest, CreateAclsResponse> {

    private final Entropy ids;

    public CreateAclsHandler(Broker broker) {
        super(broker, ApiKey.CREATE_ACLS, CreateAclsRequest::read);
        this.ids = broker.ports().entropy().fork("access control entries");
    }

    @Override
    Decision<CreateAclsResponse> decide(
            MetadataImage image, RequestContext context, CreateAclsRequest request) {
        if (broker().authorizer() == null) {
            return Decision.nothing(all(request, ErrorCode.SECURITY_DISABLED, Authorizer.NONE));
        }
        Set<AccessControlEntryRecord> known = new HashSet<>();
        image.security().entries().values().forEach(each -> known.add(withId(each, Uuid.ZERO)));
        List<LogRecord> records = new ArrayList<>();
        List<AclCreationResult> results = new ArrayList<>();
        for (AclCreation creation : request.creations()) {
            String violation = AclRules.violation(creation);
            if (violation != null) {
                results.add(new AclCreationResult(ErrorCode.INVALID_REQUEST, violation));
                continue;
            }
            AccessControlEntryRecord entry = entry(creation);
            if (known.add(entry)) {
                java.util.UUID id = ids.nextUuid();
                Uuid random = new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
                records.add(withId(entry, random));
            }
            results.add(new AclCreationResult(ErrorCode.NONE, null));
        }
        return new Decision<>(records, CreateAclsResponse.builder().results(results).build());
    }

    private static AccessControlEntryRecord entry(AclCreation creation) {
        return new AccessControlEntryRecord(
                Uuid.ZERO,
                creation.resourceType(),
                creation.resourceName(),
                creation.resourcePatternType(),
                creation.principal(),
                creation.host(),
                creation.operation(),
                creation.permissionType());
    }

    private static AccessControlEntryRecord withId(AccessControlEntryRecord entry, Uuid id) {
        return entry.toBuilder().id(id).build();
    }

    private static CreateAclsResponse all(
            CreateAclsRequest request, ErrorCode error, String message) {
        return CreateAclsResponse.builder()
                .results(
                        request.creations().stream()
                                .map(each -> new AclCreationResult(error, message))
                                .toList())
                .build();
    }

    @Override
    CreateAclsResponse failed(CreateAclsRequest request, ErrorCode error) {
        return all(request, error, error.message());
    }
}
