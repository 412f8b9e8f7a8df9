package io.leat.log.quorum.image;

import io.leat.log.protocol.message.ClientQuotaRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whom quotas are for: a user, a client id, both of them together, or an address. Immutable.
 *
 * @param names by type; null stands for all that have no quota of their own
 */
public record QuotaEntity(SortedMap<String, @Nullable String> names)
        implements Comparable<QuotaEntity> {

    public static final String USER = "user";
    public static final String CLIENT_ID = "client-id";
    public static final String IP = "ip";

    public QuotaEntity {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    }

    public static QuotaEntity of(Map<String, @Nullable String> names) {
        return new QuotaEntity(new TreeMap<>(names));
    }

    static QuotaEntity of(ClientQuotaRecord record) {
        TreeMap<String, @Nullable String> names = new TreeMap<>();
        record.entity().forEach(each -> names.put(each.entityType(), each.entityName()));
        return new QuotaEntity(names);
    }

    /** The record that sets {@code key}, or removes it if {@code value} is null. */
    public ClientQuotaRecord record(String key, @Nullable Double value) {
        List<ClientQuotaRecord.EntityData> parts = new ArrayList<>();
        names.forEach((type, name) -> parts.add(new ClientQuotaRecord.EntityData(type, name)));
        return new ClientQuotaRecord(parts, key, value == null ? 0 : value, value == null);
    }

    @Override
    public int compareTo(QuotaEntity other) {
        return Comparator.<String>naturalOrder().compare(order(), other.order());
    }

    /** Equal for equal entities only: a default differs from whatever name. */
    private String order() {
        StringBuilder text = new StringBuilder();
        names.forEach(
                (type, name) ->
                        text.append(type)
                                .append(name == null ? '\u0000' : '\u0001')
                                .append(name == null ? "" : name)
                                .append('\u0000'));
        return text.toString();
    }
}
