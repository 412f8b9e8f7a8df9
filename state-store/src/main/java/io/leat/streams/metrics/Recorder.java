package io.leat.streams.metrics;

/** Takes what one thread counts and measures. Used by that thread only. */
public interface Recorder {

    /** Takes nothing: what stands for metrics below {@code metrics.recording.level}. */
    Recorder OFF =
            new Recorder() {
                @Override
                public void add(long more) {}

                @Override
                public void record(double value) {}

                @Override
                public boolean isOn() {
                    return false;
                }
            };

    /** So much more happened. */
    void add(long more);

    /** Something happened once, and that was its value: a latency, a size. */
    void record(double value);

    /** Whether it is worth while to find out what to record. */
    default boolean isOn() {
        return true;
    }
}
