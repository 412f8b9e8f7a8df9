package io.leat.streams.kstream;

/**
 * Makes a table of a table, row by row: its rows are kept, or computed from the parent's when
 * somebody asks. Declared while the topology is built.
 */
abstract class RowByRow<K, V, VR> implements TableStep<K, Change<V>, K, VR> {

    final TableNode<K, V> parent;

    /** How the result is kept, null for not at all. */
    final Stored<K, VR> stored;

    boolean sendOld;

    RowByRow(TableNode<K, V> parent, Stored<K, VR> stored) {
        this.parent = parent;
        this.stored = stored;
    }

    /** The rows as they are computed from those of the parent. */
    abstract TableRows<K, VR> computed();

    @Override
    public final void sendOldValues() {
        sendOld = true;
        if (stored == null) {
            parent.step.sendOldValues();
        }
    }

    @Override
    public final boolean sendOldValuesIfKept() {
        sendOld |= stored != null || parent.step.sendOldValuesIfKept();
        return sendOld;
    }

    @Override
    public final boolean versioned() {
        return stored != null ? stored.versioned() : parent.step.versioned();
    }

    @Override
    public final TableRows<K, VR> rows() {
        return stored != null ? new TableRows.Kept<>(stored.name()) : computed();
    }
}
