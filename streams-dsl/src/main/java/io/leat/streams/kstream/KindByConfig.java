package io.leat.streams.kstream;

import io.leat.streams.DslStoreFormat;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.processor.StateStore;
import io.leat.streams.state.BuiltInDslStoreSuppliers;
import io.leat.streams.state.DslStoreSuppliers;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.spi.ConfiguredBuilder;
import io.leat.streams.state.spi.RetainingBuilder;
import java.util.Map;
import java.util.function.Function;

/**
 * Builds the store of a DSL operator for which the user gave none: {@code
 * dsl.store.suppliers.class}, unless the operator chose one, and {@code dsl.store.format} decide
 * when a task opens it. Name, changelog and retention are the same whatever the kind. Immutable,
 * once the topology is built.
 */
final class KindByConfig implements StoreBuilder<StateStore>, ConfiguredBuilder, RetainingBuilder {

    private static final String SUPPLIERS = "dsl.store.suppliers.class";
    private static final String FORMER = "default.dsl.store";
    private static final String FORMAT = "dsl.store.format";

    private final DslStoreSuppliers given;
    private final Function<StoreKinds, StoreBuilder<?>> kinds;
    private final StoreBuilder<?> usual;

    /**
     * @param given what the user chose for this store, or null
     */
    KindByConfig(DslStoreSuppliers given, Function<StoreKinds, StoreBuilder<?>> kinds) {
        this.given = given;
        this.kinds = kinds;
        this.usual = kinds.apply(given == null ? StoreKinds.USUAL : new StoreKinds(given, false));
    }

    @Override
    public StoreBuilder<?> of(Map<String, Object> configs) {
        Object format = configs.get(FORMAT);
        boolean headers =
                format != null && DslStoreFormat.HEADERS.name().equalsIgnoreCase(format.toString());
        return kinds.apply(new StoreKinds(given != null ? given : suppliers(configs), headers));
    }

    private static DslStoreSuppliers suppliers(Map<String, Object> configs) {
        Object given = configs.get(SUPPLIERS);
        Class<?> usual = BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class;
        if (given == null || given.equals(usual) || given.equals(usual.getName())) {
            return "in_memory".equals(configs.get(FORMER))
                    ? BuiltInDslStoreSuppliers.IN_MEMORY
                    : BuiltInDslStoreSuppliers.ROCKS_DB;
        }
        try {
            Class<?> type =
                    given instanceof Class<?> known ? known : Class.forName(given.toString());
            DslStoreSuppliers made =
                    (DslStoreSuppliers) type.getDeclaredConstructor().newInstance();
            made.configure(configs);
            return made;
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new StreamsException(
                    SUPPLIERS
                            + " is "
                            + given
                            + ": it must name a public class with a constructor without"
                            + " parameters that implements DslStoreSuppliers.",
                    e);
        }
    }

    @Override
    public Long retentionMs() {
        return usual instanceof RetainingBuilder retaining ? retaining.retentionMs() : null;
    }

    @Override
    public Long historyRetentionMs() {
        return usual instanceof RetainingBuilder retaining ? retaining.historyRetentionMs() : null;
    }

    @Override
    public StoreBuilder<StateStore> withCachingEnabled() {
        throw declared();
    }

    @Override
    public StoreBuilder<StateStore> withCachingDisabled() {
        throw declared();
    }

    @Override
    public StoreBuilder<StateStore> withLoggingEnabled(Map<String, String> config) {
        throw declared();
    }

    @Override
    public StoreBuilder<StateStore> withLoggingDisabled() {
        throw declared();
    }

    private UnsupportedOperationException declared() {
        return new UnsupportedOperationException(
                "store " + name() + " is declared by its operator, with Materialized.");
    }

    @Override
    public StateStore build() {
        return usual.build();
    }

    @Override
    public Map<String, String> logConfig() {
        return usual.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return usual.loggingEnabled();
    }

    @Override
    public String name() {
        return usual.name();
    }
}
