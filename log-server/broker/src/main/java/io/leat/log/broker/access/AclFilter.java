package io.leat.log.broker.access;

import io.leat.log.protocol.message.AccessControlEntryRecord;
import io.leat.log.protocol.message.DeleteAclsRequest;
import io.leat.log.protocol.message.DescribeAclsRequest;
import org.jspecify.annotations.Nullable;

/** Which access control entries are meant; null and the code of ANY are all. Immutable. */
public record AclFilter(
        byte resourceType,
        @Nullable String resourceName,
        byte patternType,
        @Nullable String principal,
        @Nullable String host,
        byte operation,
        byte permissionType) {

    private static final byte ANY = 1;
    private static final byte MATCH = 2;

    static AclFilter of(DescribeAclsRequest request) {
        return new AclFilter(
                request.resourceTypeFilter(),
                request.resourceNameFilter(),
                request.patternTypeFilter(),
                request.principalFilter(),
                request.hostFilter(),
                request.operation(),
                request.permissionType());
    }

    public static AclFilter of(DeleteAclsRequest.Filter filter) {
        return new AclFilter(
                filter.resourceTypeFilter(),
                filter.resourceNameFilter(),
                filter.patternTypeFilter(),
                filter.principalFilter(),
                filter.hostFilter(),
                filter.operation(),
                filter.permissionType());
    }

    /** What is wrong with it; null if nothing is. */
    public @Nullable String violation() {
        if (resourceType < ANY || resourceType >= ResourceType.values().length) {
            return "The filter has an unknown resource type";
        }
        if (patternType < ANY || patternType > AclIndex.PREFIXED) {
            return "The filter has an unknown pattern type";
        }
        if (operation < ANY || operation >= Operation.values().length) {
            return "The filter has an unknown operation";
        }
        return permissionType < ANY || permissionType > AclIndex.ALLOW
                ? "The filter has an unknown permission type"
                : null;
    }

    public boolean matches(AccessControlEntryRecord entry) {
        return (resourceType == ANY || resourceType == entry.resourceType())
                && isPatternMeant(entry)
                && (principal == null || principal.equals(entry.principal()))
                && (host == null || host.equals(entry.host()))
                && (operation == ANY || operation == entry.operation())
                && (permissionType == ANY || permissionType == entry.permissionType());
    }

    /** MATCH means all patterns that a resource of this name falls under (KIP-290). */
    private boolean isPatternMeant(AccessControlEntryRecord entry) {
        if (patternType != ANY && patternType != MATCH && patternType != entry.patternType()) {
            return false;
        }
        String pattern = entry.resourceName();
        if (resourceName == null || resourceName.equals(pattern)) {
            return true;
        }
        if (patternType != MATCH) {
            return false;
        }
        return entry.patternType() == AclIndex.PREFIXED
                ? resourceName.startsWith(pattern)
                : pattern.equals(AclIndex.WILDCARD);
    }
}
