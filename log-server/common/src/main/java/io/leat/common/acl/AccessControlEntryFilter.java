package io.leat.common.acl;

import org.jspecify.annotations.Nullable;

/** Which {@link AccessControlEntry}s are meant. Null and ANY are all. Immutable. */
public record AccessControlEntryFilter(
        @Nullable String principal,
        @Nullable String host,
        AclOperation operation,
        AclPermissionType permissionType) {

    /** All of them. */
    public static final AccessControlEntryFilter ANY =
            new AccessControlEntryFilter(null, null, AclOperation.ANY, AclPermissionType.ANY);

    /** Whether {@code entry} is meant. */
    public boolean matches(AccessControlEntry entry) {
        return (principal == null || principal.equals(entry.principal()))
                && (host == null || host.equals(entry.host()))
                && (operation == AclOperation.ANY || operation == entry.operation())
                && (permissionType == AclPermissionType.ANY
                        || permissionType == entry.permissionType());
    }

    public boolean isUnknown() {
        return operation.isUnknown() || permissionType.isUnknown();
    }
}
