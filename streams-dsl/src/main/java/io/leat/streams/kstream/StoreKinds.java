package io.leat.streams.kstream;

import io.leat.streams.DslStoreFormat;
import io.leat.streams.state.BuiltInDslStoreSuppliers;
import io.leat.streams.state.DslStoreSuppliers;

/**
 * What the stores of operators are made with where the user gave none. Immutable.
 *
 * @param headers whether tables, windows and sessions are kept in stores with headers, as {@code
 *     dsl.store.format} asks for
 */
record StoreKinds(DslStoreSuppliers suppliers, boolean headers) {

    /** Those of an application without settings. */
    static final StoreKinds USUAL = new StoreKinds(BuiltInDslStoreSuppliers.ROCKS_DB, false);

    /** The format to ask {@link #suppliers} for, {@code usual} but for stores with headers. */
    DslStoreFormat format(DslStoreFormat usual) {
        return headers ? DslStoreFormat.HEADERS : usual;
    }
}
