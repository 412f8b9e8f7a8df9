package io.leat.log.cli.kafka;

import io.leat.common.acl.AccessControlEntry;
import io.leat.common.acl.AclOperation;
import io.leat.common.acl.AclPermissionType;
import io.leat.common.resource.PatternType;
import io.leat.common.resource.ResourcePatternFilter;
import io.leat.common.resource.ResourceType;
import io.leat.log.cli.CommandFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code kafka-acls.sh} that say who may do what to which resources. One thread. */
final class AclSelection {

    private static final String CLUSTER = "kafka-cluster";
    private static final String ANY_HOST = "*";

    @Option(names = "--topic", paramLabel = "TOPIC", description = "A topic; * is all.")
    List<String> topics = new ArrayList<>();

    @Option(names = "--group", paramLabel = "GROUP", description = "A group; * is all.")
    List<String> groups = new ArrayList<>();

    @Option(
            names = "--transactional-id",
            paramLabel = "ID",
            description = "A transactional id; * is all.")
    List<String> transactionalIds = new ArrayList<>();

    @Option(names = "--delegation-token", paramLabel = "TOKEN", description = "A token; * is all.")
    List<String> tokens = new ArrayList<>();

    @Option(names = "--user-principal", paramLabel = "USER", description = "A user, for tokens.")
    List<String> users = new ArrayList<>();

    @Option(names = "--cluster", description = "The cluster.")
    boolean cluster;

    @Option(
            names = "--resource-pattern-type",
            paramLabel = "TYPE",
            defaultValue = "literal",
            description = {
                "How names are meant: literal or prefixed; to list and remove also any (of",
                "exactly this name) and match (all that affect it). Default: literal."
            })
    PatternType patternType = PatternType.LITERAL;

    @Option(
            names = "--operation",
            paramLabel = "OPERATION",
            description = "What is allowed or denied (default: All).")
    List<String> operations = new ArrayList<>();

    @Option(names = "--allow-principal", paramLabel = "USER", description = "As User:name.")
    List<String> allowed = new ArrayList<>();

    @Option(names = "--deny-principal", paramLabel = "USER", description = "As User:name.")
    List<String> denied = new ArrayList<>();

    @Option(names = "--allow-host", paramLabel = "HOST", description = "From where; * is anywhere.")
    List<String> allowedHosts = new ArrayList<>();

    @Option(names = "--deny-host", paramLabel = "HOST", description = "From where; * is anywhere.")
    List<String> deniedHosts = new ArrayList<>();

    @Option(names = "--producer", description = "All that a producer to the topics needs.")
    boolean producer;

    @Option(names = "--consumer", description = "All that a consumer of the topics needs.")
    boolean consumer;

    @Option(names = "--idempotent", description = "With --producer: idempotence, too.")
    boolean idempotent;

    /** The resources that are named, for lists. */
    Set<ResourcePatternFilter> resources() {
        Set<ResourcePatternFilter> resources = new LinkedHashSet<>();
        add(resources, ResourceType.TOPIC, topics);
        if (patternType == PatternType.LITERAL && (cluster || idempotent)) {
            resources.add(clusterResource());
        }
        add(resources, ResourceType.GROUP, groups);
        add(resources, ResourceType.TRANSACTIONAL_ID, transactionalIds);
        add(resources, ResourceType.DELEGATION_TOKEN, tokens);
        add(resources, ResourceType.USER, users);
        return resources;
    }

    private void add(Set<ResourcePatternFilter> resources, ResourceType type, List<String> names) {
        names.forEach(
                name -> resources.add(new ResourcePatternFilter(type, name.trim(), patternType)));
    }

    private static ResourcePatternFilter clusterResource() {
        return new ResourcePatternFilter(ResourceType.CLUSTER, CLUSTER, PatternType.LITERAL);
    }

    /** What is to be added to, or taken from, each resource. */
    Map<ResourcePatternFilter, Set<AccessControlEntry>> entries() {
        Set<ResourcePatternFilter> resources = resources();
        if (resources.isEmpty()) {
            throw new CommandFailure(
                    "You must provide at least one resource: --topic <topic> or --cluster or"
                            + " --group <group> or --delegation-token <Delegation Token ID>");
        }
        Map<ResourcePatternFilter, Set<AccessControlEntry>> entries = new LinkedHashMap<>();
        for (ResourcePatternFilter resource : resources) {
            if (!producer && !consumer) {
                add(entries, resource, named());
                continue;
            }
            if (producer) {
                add(entries, resource, ofProducer(resource.resourceType()));
            }
            if (consumer) {
                add(entries, resource, ofConsumer(resource.resourceType()));
            }
        }
        entries.forEach(AclSelection::check);
        return entries;
    }

    private void add(
            Map<ResourcePatternFilter, Set<AccessControlEntry>> entries,
            ResourcePatternFilter resource,
            @Nullable List<AclOperation> wanted) {
        if (wanted != null) {
            entries.computeIfAbsent(resource, of -> new LinkedHashSet<>()).addAll(entries(wanted));
        }
    }

    private List<AclOperation> named() {
        if (operations.isEmpty()) {
            return List.of(AclOperation.ALL);
        }
        List<AclOperation> named = new ArrayList<>();
        for (String each : operations) {
            String words = each.trim().replaceAll("([a-z])([A-Z])", "$1_$2"); // IdempotentWrite
            AclOperation operation = AclOperation.fromString(words);
            if (operation.isUnknown()) {
                throw new CommandFailure("'" + each + "' is no operation.");
            }
            named.add(operation);
        }
        return named;
    }

    private @Nullable List<AclOperation> ofProducer(ResourceType type) {
        return switch (type) {
            case TOPIC -> List.of(AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.CREATE);
            case TRANSACTIONAL_ID -> List.of(AclOperation.WRITE, AclOperation.DESCRIBE);
            case CLUSTER -> idempotent ? List.of(AclOperation.IDEMPOTENT_WRITE) : null;
            default -> null;
        };
    }

    private static @Nullable List<AclOperation> ofConsumer(ResourceType type) {
        return switch (type) {
            case TOPIC -> List.of(AclOperation.READ, AclOperation.DESCRIBE);
            case GROUP -> List.of(AclOperation.READ);
            default -> null;
        };
    }

    private Set<AccessControlEntry> entries(List<AclOperation> wanted) {
        Set<AccessControlEntry> entries = new LinkedHashSet<>();
        add(entries, allowed, allowedHosts, wanted, AclPermissionType.ALLOW);
        add(entries, denied, deniedHosts, wanted, AclPermissionType.DENY);
        return entries;
    }

    private static void add(
            Set<AccessControlEntry> entries,
            List<String> principals,
            List<String> hosts,
            List<AclOperation> wanted,
            AclPermissionType permission) {
        for (String principal : principals) {
            for (AclOperation operation : wanted) {
                for (String host : hosts.isEmpty() ? List.of(ANY_HOST) : hosts) {
                    entries.add(
                            new AccessControlEntry(
                                    checked(principal), host.trim(), operation, permission));
                }
            }
        }
    }

    private static String checked(String principal) {
        String name = principal.trim();
        if (name.indexOf(':') <= 0) {
            throw new CommandFailure(
                    "expected a string in format principalType:principalName but got " + name);
        }
        return name;
    }

    private static void check(ResourcePatternFilter resource, Set<AccessControlEntry> entries) {
        Set<AclOperation> valid = operations(resource.resourceType());
        for (AccessControlEntry each : entries) {
            if (!valid.contains(each.operation())) {
                throw new CommandFailure(
                        "ResourceType "
                                + resource.resourceType()
                                + " only supports operations "
                                + valid);
            }
        }
    }

    private static Set<AclOperation> operations(ResourceType type) {
        return switch (type) {
            case TOPIC ->
                    Set.of(
                            AclOperation.ALL,
                            AclOperation.READ,
                            AclOperation.WRITE,
                            AclOperation.CREATE,
                            AclOperation.DESCRIBE,
                            AclOperation.DELETE,
                            AclOperation.ALTER,
                            AclOperation.DESCRIBE_CONFIGS,
                            AclOperation.ALTER_CONFIGS);
            case GROUP ->
                    Set.of(
                            AclOperation.ALL,
                            AclOperation.READ,
                            AclOperation.DESCRIBE,
                            AclOperation.DELETE,
                            AclOperation.DESCRIBE_CONFIGS,
                            AclOperation.ALTER_CONFIGS);
            case CLUSTER ->
                    Set.of(
                            AclOperation.ALL,
                            AclOperation.CREATE,
                            AclOperation.CLUSTER_ACTION,
                            AclOperation.DESCRIBE_CONFIGS,
                            AclOperation.ALTER_CONFIGS,
                            AclOperation.IDEMPOTENT_WRITE,
                            AclOperation.ALTER,
                            AclOperation.DESCRIBE);
            case TRANSACTIONAL_ID ->
                    Set.of(
                            AclOperation.ALL,
                            AclOperation.DESCRIBE,
                            AclOperation.WRITE,
                            AclOperation.TWO_PHASE_COMMIT);
            case USER ->
                    Set.of(
                            AclOperation.ALL,
                            AclOperation.CREATE_TOKENS,
                            AclOperation.DESCRIBE_TOKENS);
            default -> Set.of(AclOperation.ALL, AclOperation.DESCRIBE);
        };
    }
}
