package io.leat.common.quota;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes of the quotas of one entity. Immutable. */
public class ClientQuotaAlteration {

    /** One change: a quota gets a value, or is removed. */
    public static class Op {

        private final String key;
        private final @Nullable Double value;

        /**
         * @param key such as {@code producer_byte_rate}
         * @param value null to remove the quota
         */
        public Op(String key, @Nullable Double value) {
            this.key = key;
            this.value = value;
        }

        public String key() {
            return key;
        }

        /** Null if the quota is removed. */
        public @Nullable Double value() {
            return value;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Op op && op.key.equals(key) && Objects.equals(op.value, value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(key, value);
        }

        @Override
        public String toString() {
            return "ClientQuotaAlteration.Op(key=" + key + ", value=" + value + ")";
        }
    }

    private final ClientQuotaEntity entity;
    private final Collection<Op> ops;

    public ClientQuotaAlteration(ClientQuotaEntity entity, Collection<Op> ops) {
        this.entity = entity;
        this.ops = ops;
    }

    public ClientQuotaEntity entity() {
        return entity;
    }

    public Collection<Op> ops() {
        return ops;
    }

    @Override
    public String toString() {
        return "ClientQuotaAlteration(entity=" + entity + ", ops=" + ops + ")";
    }
}
