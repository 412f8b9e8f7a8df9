package io.leat.streams.kstream;

/** When results of windows go downstream. */
public interface EmitStrategy {

    /** The kinds of strategies. */
    enum StrategyType {
        ON_WINDOW_UPDATE,
        ON_WINDOW_CLOSE;

        public static EmitStrategy forType(StrategyType type) {
            return () -> type;
        }
    }

    StrategyType type();

    /** Once, when the window takes no more records. */
    static EmitStrategy onWindowClose() {
        return StrategyType.forType(StrategyType.ON_WINDOW_CLOSE);
    }

    /** Each time the result changes. */
    static EmitStrategy onWindowUpdate() {
        return StrategyType.forType(StrategyType.ON_WINDOW_UPDATE);
    }
}
