package io.leat.log.broker.access;

import io.leat.log.protocol.message.CreateAclsRequest.AclCreation;
import org.jspecify.annotations.Nullable;

/** What an access control entry may say. Stateless. */
public final class AclRules {

    private static final String CLUSTER = "kafka-cluster";

    private AclRules() {}

    /** What is wrong with a new entry; null if nothing is. */
    public static @Nullable String violation(AclCreation entry) {
        boolean cluster = entry.resourceType() == ResourceType.CLUSTER.code();
        if (cluster && !entry.resourceName().equals(CLUSTER)) {
            return "The only valid name for the CLUSTER resource is " + CLUSTER;
        }
        if (entry.resourceName().isEmpty()) {
            return "Invalid empty resource name";
        }
        if (entry.resourceType() <= ResourceType.ANY.code()
                || entry.resourceType() >= ResourceType.values().length) {
            return "Invalid resourceType " + entry.resourceType();
        }
        if (entry.resourcePatternType() != AclIndex.LITERAL
                && entry.resourcePatternType() != AclIndex.PREFIXED) {
            return "Invalid patternType " + entry.resourcePatternType();
        }
        if (entry.operation() <= Operation.ANY.code()
                || entry.operation() >= Operation.values().length) {
            return "Invalid operation " + entry.operation();
        }
        if (entry.permissionType() != AclIndex.DENY && entry.permissionType() != AclIndex.ALLOW) {
            return "Invalid permissionType " + entry.permissionType();
        }
        return entry.principal().indexOf(':') <= 0
                ? "Could not parse principal from `" + entry.principal() + "`: write User:name"
                : null;
    }
}
