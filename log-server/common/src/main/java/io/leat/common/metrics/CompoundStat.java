package io.leat.common.metrics;

import io.leat.common.MetricName;
import java.util.List;

/** A statistic that is several numbers, each a metric of its own. */
public interface CompoundStat extends Stat {

    /** The numbers with their names. */
    List<NamedMeasurable> stats();

    /** One of the numbers. */
    class NamedMeasurable {

        private final MetricName name;
        private final Measurable stat;

        public NamedMeasurable(MetricName name, Measurable stat) {
            this.name = name;
            this.stat = stat;
        }

        public MetricName name() {
            return name;
        }

        public Measurable stat() {
            return stat;
        }
    }
}
