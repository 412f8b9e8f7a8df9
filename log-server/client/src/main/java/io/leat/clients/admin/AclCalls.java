package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.clients.network.Errors;
import io.leat.common.KafkaFuture;
import io.leat.common.acl.AccessControlEntry;
import io.leat.common.acl.AclBinding;
import io.leat.common.acl.AclBindingFilter;
import io.leat.common.acl.AclOperation;
import io.leat.common.acl.AclPermissionType;
import io.leat.common.errors.ApiException;
import io.leat.common.resource.PatternType;
import io.leat.common.resource.ResourcePattern;
import io.leat.common.resource.ResourceType;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.CreateAclsRequest;
import io.leat.log.protocol.message.CreateAclsResponse;
import io.leat.log.protocol.message.DeleteAclsRequest;
import io.leat.log.protocol.message.DeleteAclsResponse;
import io.leat.log.protocol.message.DescribeAclsRequest;
import io.leat.log.protocol.message.DescribeAclsResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Calls about access control lists. Stateless. */
final class AclCalls {

    private final Attempts attempts;

    AclCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    Map<AclBinding, KafkaFuture<Void>> create(
            Collection<AclBinding> bindings, CreateAclsOptions options) {
        List<AclBinding> asked = List.copyOf(new LinkedHashSet<>(bindings));
        CreateAclsRequest request =
                CreateAclsRequest.builder()
                        .creations(asked.stream().map(AclCalls::creation).toList())
                        .build();
        CompletableFuture<CreateAclsResponse> answer =
                attempts.stage(
                        options,
                        "Creating access control entries",
                        () -> attempts.any(Call.of(request, CreateAclsResponse::read)));
        Map<AclBinding, KafkaFuture<Void>> futures = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            int index = i;
            futures.put(
                    asked.get(i),
                    attempts.future(
                            answer.thenApply(
                                    response -> {
                                        var result = response.results().get(index);
                                        attempts.check(result.errorCode(), result.errorMessage());
                                        return null;
                                    })));
        }
        return futures;
    }

    private static CreateAclsRequest.AclCreation creation(AclBinding binding) {
        ResourcePattern pattern = binding.pattern();
        AccessControlEntry entry = binding.entry();
        return new CreateAclsRequest.AclCreation(
                pattern.resourceType().code(),
                pattern.name(),
                pattern.patternType().code(),
                entry.principal(),
                entry.host(),
                entry.operation().code(),
                entry.permissionType().code());
    }

    KafkaFuture<Collection<AclBinding>> describe(
            AclBindingFilter filter, DescribeAclsOptions options) {
        DescribeAclsRequest request =
                new DescribeAclsRequest(
                        filter.patternFilter().resourceType().code(),
                        filter.patternFilter().name(),
                        filter.patternFilter().patternType().code(),
                        filter.entryFilter().principal(),
                        filter.entryFilter().host(),
                        filter.entryFilter().operation().code(),
                        filter.entryFilter().permissionType().code());
        return attempts.run(
                options,
                "Describing access control entries",
                () ->
                        attempts.any(Call.of(request, DescribeAclsResponse::read))
                                .thenApply(this::bindings));
    }

    private Collection<AclBinding> bindings(DescribeAclsResponse response) {
        attempts.check(response.errorCode(), response.errorMessage());
        List<AclBinding> bindings = new ArrayList<>();
        for (DescribeAclsResponse.Resource of : response.resources()) {
            for (DescribeAclsResponse.AclDescription each : of.acls()) {
                bindings.add(
                        new AclBinding(
                                pattern(of.resourceType(), of.resourceName(), of.patternType()),
                                new AccessControlEntry(
                                        each.principal(),
                                        each.host(),
                                        AclOperation.fromCode(each.operation()),
                                        AclPermissionType.fromCode(each.permissionType()))));
            }
        }
        return bindings;
    }

    private static ResourcePattern pattern(byte type, String name, byte patternType) {
        return new ResourcePattern(
                ResourceType.fromCode(type), name, PatternType.fromCode(patternType));
    }

    Map<AclBindingFilter, KafkaFuture<DeleteAclsResult.FilterResults>> delete(
            Collection<AclBindingFilter> filters, DeleteAclsOptions options) {
        List<AclBindingFilter> asked = List.copyOf(new LinkedHashSet<>(filters));
        DeleteAclsRequest request =
                DeleteAclsRequest.builder()
                        .filters(asked.stream().map(AclCalls::wire).toList())
                        .build();
        CompletableFuture<DeleteAclsResponse> answer =
                attempts.stage(
                        options,
                        "Deleting access control entries",
                        () -> attempts.any(Call.of(request, DeleteAclsResponse::read)));
        Map<AclBindingFilter, KafkaFuture<DeleteAclsResult.FilterResults>> futures =
                new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            int index = i;
            futures.put(
                    asked.get(i),
                    attempts.future(
                            answer.thenApply(
                                    response -> results(response.filterResults().get(index)))));
        }
        return futures;
    }

    private static DeleteAclsRequest.Filter wire(AclBindingFilter filter) {
        return new DeleteAclsRequest.Filter(
                filter.patternFilter().resourceType().code(),
                filter.patternFilter().name(),
                filter.patternFilter().patternType().code(),
                filter.entryFilter().principal(),
                filter.entryFilter().host(),
                filter.entryFilter().operation().code(),
                filter.entryFilter().permissionType().code());
    }

    private DeleteAclsResult.FilterResults results(DeleteAclsResponse.FilterResult result) {
        attempts.check(result.errorCode(), result.errorMessage());
        List<DeleteAclsResult.FilterResult> matching = new ArrayList<>();
        for (DeleteAclsResponse.MatchingAcl each : result.matchingAcls()) {
            AclBinding binding =
                    new AclBinding(
                            pattern(each.resourceType(), each.resourceName(), each.patternType()),
                            new AccessControlEntry(
                                    each.principal(),
                                    each.host(),
                                    AclOperation.fromCode(each.operation()),
                                    AclPermissionType.fromCode(each.permissionType())));
            ApiException failure =
                    each.errorCode() == ErrorCode.NONE
                            ? null
                            : new ApiException(
                                    Errors.of(each.errorCode(), each.errorMessage()).getMessage());
            matching.add(new DeleteAclsResult.FilterResult(binding, failure));
        }
        return new DeleteAclsResult.FilterResults(matching);
    }
}
