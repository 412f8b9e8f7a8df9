package io.leat.common.acl;

import java.util.Objects;

/** Who may, or must not, do what from where. Immutable. */
public record AccessControlEntry(
        String principal, String host, AclOperation operation, AclPermissionType permissionType) {

    public AccessControlEntry {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(host, "host");
        if (operation == AclOperation.ANY) {
            throw new IllegalArgumentException("operation must not be ANY");
        }
        if (permissionType == AclPermissionType.ANY) {
            throw new IllegalArgumentException("permissionType must not be ANY");
        }
    }

    /** A filter that is met by this alone. */
    public AccessControlEntryFilter toFilter() {
        return new AccessControlEntryFilter(principal, host, operation, permissionType);
    }

    public boolean isUnknown() {
        return operation.isUnknown() || permissionType.isUnknown();
    }

    @Override
    public String toString() {
        return "(principal="
                + principal
                + ", host="
                + host
                + ", operation="
                + operation
                + ", permissionType="
                + permissionType
                + ")";
    }
}
