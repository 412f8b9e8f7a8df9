package io.leat.log.benchmarks;

/**
 * A number that a scenario takes of both sides.
 *
 * @param name what is measured, as the table shows it
 * @param unit its unit
 * @param target the ratio to Apache Kafka that is aimed at; NaN if none is
 * @param higherIsBetter whether more is better; then the target is a least ratio
 */
record Measure(String name, String unit, double target, boolean higherIsBetter) {

    static Measure of(String name, String unit) {
        return new Measure(name, unit, Double.NaN, false);
    }

    static Measure rate(String name, String unit) {
        return new Measure(name, unit, Double.NaN, true);
    }

    Measure atMost(double ratio) {
        return new Measure(name, unit, ratio, false);
    }

    Measure atLeast(double ratio) {
        return new Measure(name, unit, ratio, true);
    }

    boolean hasTarget() {
        return !Double.isNaN(target);
    }

    boolean isMetBy(double ratio) {
        return higherIsBetter ? ratio >= target : ratio <= target;
    }
}
