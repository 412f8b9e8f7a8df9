package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.AlterConfigOp.OpType;
import io.leat.common.quota.ClientQuotaAlteration;
import io.leat.common.quota.ClientQuotaEntity;
import io.leat.common.quota.ClientQuotaFilter;
import io.leat.common.quota.ClientQuotaFilterComponent;
import io.leat.log.cli.CommandFailure;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How much users, client ids and addresses may take, as {@code kafka-configs.sh}. Stateless. */
final class QuotaConfigs {

    private static final Map<String, String> TYPES =
            Map.of(
                    "users", ClientQuotaEntity.USER,
                    "clients", ClientQuotaEntity.CLIENT_ID,
                    "ips", ClientQuotaEntity.IP);

    private QuotaConfigs() {}

    /** Whether there are quotas for {@code type}. */
    static boolean hasType(String type) {
        return TYPES.containsKey(type);
    }

    static void alter(Admin admin, List<ConfigEntity> entities, List<AlterConfigOp> changes)
            throws Exception {
        Map<String, @Nullable String> names = new HashMap<>();
        for (ConfigEntity each : entities) {
            if (each.name() == null && !each.isDefault()) {
                throw new CommandFailure(
                        "--alter needs --entity-name or --entity-default for " + each.type() + ".");
            }
            names.put(TYPES.get(each.type()), each.name());
        }
        List<ClientQuotaAlteration.Op> ops = new ArrayList<>();
        for (AlterConfigOp change : changes) {
            String key = change.configEntry().name();
            ops.add(new ClientQuotaAlteration.Op(key, value(key, change)));
        }
        admin.alterClientQuotas(
                        List.of(new ClientQuotaAlteration(new ClientQuotaEntity(names), ops)))
                .all()
                .get();
    }

    private static @Nullable Double value(String key, AlterConfigOp change) {
        if (change.opType() == OpType.DELETE) {
            return null;
        }
        String text = change.configEntry().value();
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new CommandFailure(key + "=" + text + " is no number.", e);
        }
    }

    static void describe(Admin admin, List<ConfigEntity> entities, PrintWriter out)
            throws Exception {
        List<ClientQuotaFilterComponent> parts = new ArrayList<>();
        for (ConfigEntity each : entities) {
            String type = TYPES.getOrDefault(each.type(), "");
            String name = each.name();
            parts.add(
                    each.isDefault()
                            ? ClientQuotaFilterComponent.ofDefaultEntity(type)
                            : name == null
                                    ? ClientQuotaFilterComponent.ofEntityType(type)
                                    : ClientQuotaFilterComponent.ofEntity(type, name));
        }
        ClientQuotaFilter filter = ClientQuotaFilter.containsOnly(parts);
        Map<String, String> lines = new TreeMap<>();
        admin.describeClientQuotas(filter)
                .entities()
                .get()
                .forEach((entity, values) -> lines.put(text(entity), text(values)));
        lines.forEach(
                (entity, values) -> out.println("Quota configs for " + entity + " are " + values));
    }

    private static String text(ClientQuotaEntity entity) {
        List<String> parts = new ArrayList<>();
        add(parts, entity, ClientQuotaEntity.USER, "user-principal");
        add(parts, entity, ClientQuotaEntity.CLIENT_ID, "client-id");
        add(parts, entity, ClientQuotaEntity.IP, "ip");
        return String.join(", ", parts);
    }

    private static void add(
            List<String> parts, ClientQuotaEntity entity, String type, String title) {
        if (entity.entries().containsKey(type)) {
            String name = entity.entries().get(type);
            parts.add(name == null ? "the default " + title : title + " '" + name + "'");
        }
    }

    private static String text(Map<String, Double> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(", "));
    }
}
