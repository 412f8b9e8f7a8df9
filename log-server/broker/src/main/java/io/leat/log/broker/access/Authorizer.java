package io.leat.log.broker.access;

import io.leat.log.broker.Principal;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.SecurityKeys;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.SecurityImage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may do what, by the access control lists in the metadata log: a denial wins, and what
 * nobody allowed is denied. Safe on every loop.
 */
public final class Authorizer {

    /** What is said about access control lists where there is none. */
    public static final String NONE = "No Authorizer is configured.";

    private static final String STANDARD = "StandardAuthorizer";

    private final boolean everything;
    private final Set<String> superUsers;
    private final boolean openWithoutAcls;
    private volatile @Nullable Indexed latest;

    /** The index of one state of the lists. */
    private record Indexed(SecurityImage of, AclIndex index) {}

    private Authorizer(boolean everything, Set<String> superUsers, boolean openWithoutAcls) {
        this.everything = everything;
        this.superUsers = Set.copyOf(superUsers);
        this.openWithoutAcls = openWithoutAcls;
    }

    /**
     * The authorizer the settings name, null if they name none: then everybody may do everything.
     *
     * @throws ConfigException if it is another than Kafka's standard one: no class is loaded
     */
    public static @Nullable Authorizer of(BrokerConfig config) {
        String name = config.get(SecurityKeys.AUTHORIZER);
        if (name.isBlank()) {
            return null;
        }
        if (!name.substring(name.lastIndexOf('.') + 1).equals(STANDARD)) {
            throw new ConfigException(
                    SecurityKeys.AUTHORIZER.name()
                            + "="
                            + name
                            + ": write org.apache.kafka.metadata.authorizer."
                            + STANDARD);
        }
        Set<String> superUsers = new HashSet<>();
        for (String each : config.get(SecurityKeys.SUPER_USERS).split(";")) {
            if (!each.isBlank() && !each.contains(":")) {
                throw new ConfigException(
                        SecurityKeys.SUPER_USERS.name() + " has '" + each + "': write User:name");
            }
            superUsers.add(each.trim());
        }
        return new Authorizer(false, superUsers, config.get(SecurityKeys.OPEN_WITHOUT_ACLS));
    }

    /** Everybody may do everything. */
    static Authorizer ofEverything() {
        return new Authorizer(true, Set.of(), true);
    }

    private AclIndex index(MetadataImage image) {
        Indexed known = latest;
        if (known == null || known.of != image.security()) {
            known =
                    new Indexed(
                            image.security(), new AclIndex(image.security().entries().values()));
            latest = known;
        }
        return known.index;
    }

    private boolean mayDoAll(Principal principal) {
        return everything
                || principal.equals(Principal.SERVER)
                || superUsers.contains(principal.toString());
    }

    boolean allows(
            MetadataImage image,
            Principal principal,
            String host,
            Operation operation,
            ResourceType type,
            String name) {
        if (mayDoAll(principal)) {
            return true;
        }
        return switch (index(image).judge(principal, host, operation, type, name)) {
            case ALLOWED -> true;
            case DENIED -> false;
            case SILENT -> openWithoutAcls;
        };
    }

    /** Whether there may be any resource of this type on which it is allowed. */
    boolean allowsSomewhere(
            MetadataImage image,
            Principal principal,
            String host,
            Operation operation,
            ResourceType type) {
        return mayDoAll(principal)
                || openWithoutAcls
                || index(image).allowsSomewhere(principal, host, operation, type);
    }
}
