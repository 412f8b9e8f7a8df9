package io.leat.log.quorum.image;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.ClientQuotaRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much clients may take. Immutable; one that says the same is the same object, so that whoever
 * makes an index of it sees when it has to be made again.
 */
public final class QuotaImage {

    static final QuotaImage EMPTY = new QuotaImage(new TreeMap<>());

    private final TreeMap<QuotaEntity, SortedMap<String, Double>> quotas;

    private QuotaImage(TreeMap<QuotaEntity, SortedMap<String, Double>> quotas) {
        this.quotas = quotas;
    }

    /** All quotas: values by their keys, by whom they are for. */
    public SortedMap<QuotaEntity, SortedMap<String, Double>> all() {
        return Collections.unmodifiableSortedMap(quotas);
    }

    /** What {@code entity} itself has, without what holds for it by default. */
    public Map<String, Double> of(QuotaEntity entity) {
        return quotas.getOrDefault(entity, Collections.emptySortedMap());
    }

    /** Records applied to an image, which is copied when the first of them touches it. */
    static final class Changes {

        private final QuotaImage base;
        private @Nullable QuotaImage changed;

        Changes(QuotaImage base) {
            this.base = base;
        }

        void apply(ClientQuotaRecord record) {
            if (changed == null) {
                changed = new QuotaImage(new TreeMap<>(base.quotas));
            }
            QuotaEntity entity = QuotaEntity.of(record);
            SortedMap<String, Double> values = new TreeMap<>(changed.of(entity));
            if (record.remove()) {
                values.remove(record.key());
            } else {
                values.put(record.key(), record.value());
            }
            if (values.isEmpty()) {
                changed.quotas.remove(entity);
            } else {
                changed.quotas.put(entity, Collections.unmodifiableSortedMap(values));
            }
        }

        QuotaImage image() {
            return changed == null ? base : changed;
        }
    }

    List<LogRecord> records() {
        List<LogRecord> records = new ArrayList<>();
        quotas.forEach(
                (entity, values) ->
                        values.forEach((key, value) -> records.add(entity.record(key, value))));
        return records;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuotaImage image && image.quotas.equals(quotas);
    }

    @Override
    public int hashCode() {
        return quotas.hashCode();
    }
}
