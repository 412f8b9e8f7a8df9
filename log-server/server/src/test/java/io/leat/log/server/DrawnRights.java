package io.leat.log.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Rights of a user, drawn by a seed. */
final class DrawnRights {

    private DrawnRights() {}

    static AclBinding entry(
            String user,
            ResourceType type,
            String name,
            AclOperation operation,
            AclPermissionType permission) {
        return entry(
                user, new ResourcePattern(type, name, PatternType.LITERAL), operation, permission);
    }

    private static AclBinding entry(
            String user,
            ResourcePattern pattern,
            AclOperation operation,
            AclPermissionType permission) {
        return new AclBinding(
                pattern, new AccessControlEntry("User:" + user, "*", operation, permission));
    }

    private static final List<ResourcePattern> PATTERNS =
            List.of(
                    new ResourcePattern(ResourceType.TOPIC, "orders", PatternType.LITERAL),
                    new ResourcePattern(ResourceType.TOPIC, "o", PatternType.PREFIXED),
                    new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
                    new ResourcePattern(ResourceType.GROUP, "readers", PatternType.LITERAL),
                    new ResourcePattern(ResourceType.GROUP, "*", PatternType.LITERAL),
                    new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL),
                    new ResourcePattern(ResourceType.TRANSACTIONAL_ID, "tx", PatternType.LITERAL));

    private static final Map<ResourceType, List<AclOperation>> OPERATIONS =
            Map.of(
                    ResourceType.TOPIC,
                    List.of(
                            AclOperation.READ,
                            AclOperation.WRITE,
                            AclOperation.CREATE,
                            AclOperation.DELETE,
                            AclOperation.ALTER,
                            AclOperation.DESCRIBE,
                            AclOperation.DESCRIBE_CONFIGS,
                            AclOperation.ALTER_CONFIGS,
                            AclOperation.ALL),
                    ResourceType.GROUP,
                    List.of(
                            AclOperation.READ,
                            AclOperation.DELETE,
                            AclOperation.DESCRIBE,
                            AclOperation.ALL),
                    ResourceType.CLUSTER,
                    List.of(
                            AclOperation.CREATE,
                            AclOperation.CLUSTER_ACTION,
                            AclOperation.DESCRIBE,
                            AclOperation.ALTER,
                            AclOperation.DESCRIBE_CONFIGS,
                            AclOperation.ALTER_CONFIGS,
                            AclOperation.IDEMPOTENT_WRITE,
                            AclOperation.ALL),
                    ResourceType.TRANSACTIONAL_ID,
                    List.of(AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.ALL));

    /** Seed 0 has no rights, seed 1 all; others some, and some are taken away again. */
    static List<AclBinding> drawn(long seed) {
        Random random = new Random(seed);
        List<AclBinding> rights = new ArrayList<>();
        for (ResourcePattern pattern : PATTERNS) {
            for (AclOperation operation : OPERATIONS.get(pattern.resourceType())) {
                boolean given = seed == 1 || seed > 1 && random.nextInt(4) == 0;
                if (given) {
                    boolean denied = seed > 1 && random.nextInt(8) == 0;
                    rights.add(
                            entry(
                                    "bob",
                                    pattern,
                                    operation,
                                    denied ? AclPermissionType.DENY : AclPermissionType.ALLOW));
                }
            }
        }
        return rights;
    }
}
