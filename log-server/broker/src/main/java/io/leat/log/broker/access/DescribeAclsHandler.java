package io.leat.log.broker.access;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.AccessControlEntryRecord;
import io.leat.log.protocol.message.DescribeAclsRequest;
import io.leat.log.protocol.message.DescribeAclsResponse;
import io.leat.log.protocol.message.DescribeAclsResponse.AclDescription;
import io.leat.log.protocol.message.DescribeAclsResponse.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DescribeAcls, versions 1 to 3: who may do what, as far as a filter says. */
public final class DescribeAclsHandler
        implements Handler<DescribeAclsRequest, DescribeAclsResponse> {

    private final Broker broker;

    public DescribeAclsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_ACLS;
    }

    @Override
    public DescribeAclsRequest read(Reader in) {
        return DescribeAclsRequest.read(in);
    }

    /** What entries are about. */
    private record Pattern(byte type, String name, byte pattern) {}

    @Override
    public void handle(
            RequestContext context,
            DescribeAclsRequest request,
            Reply<DescribeAclsResponse> reply) {
        AclFilter filter = AclFilter.of(request);
        String violation = filter.violation();
        if (broker.authorizer() == null) {
            reply.complete(refused(ErrorCode.SECURITY_DISABLED, Authorizer.NONE));
        } else if (violation != null) {
            reply.complete(refused(ErrorCode.INVALID_REQUEST, violation));
        } else {
            reply.complete(DescribeAclsResponse.builder().resources(found(filter)).build());
        }
    }

    private static DescribeAclsResponse refused(ErrorCode error, String message) {
        return DescribeAclsResponse.builder().errorCode(error).errorMessage(message).build();
    }

    private List<Resource> found(AclFilter filter) {
        Map<Pattern, List<AclDescription>> byPattern = new LinkedHashMap<>();
        for (AccessControlEntryRecord each : broker.image().security().entries().values()) {
            if (filter.matches(each)) {
                byPattern
                        .computeIfAbsent(
                                new Pattern(
                                        each.resourceType(),
                                        each.resourceName(),
                                        each.patternType()),
                                pattern -> new ArrayList<>())
                        .add(
                                new AclDescription(
                                        each.principal(),
                                        each.host(),
                                        each.operation(),
                                        each.permissionType()));
            }
        }
        List<Resource> resources = new ArrayList<>();
        byPattern.forEach(
                (of, acls) -> resources.add(new Resource(of.type, of.name, of.pattern, acls)));
        return resources;
    }
}
