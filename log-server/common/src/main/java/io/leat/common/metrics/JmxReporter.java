package io.leat.common.metrics;

import io.leat.common.KafkaException;
import io.leat.common.MetricName;
import io.leat.common.config.ConfigException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Shows metrics through JMX: one MBean for each group and set of tags, with an attribute for each
 * metric, named as Kafka names them. Safe for several threads.
 *
 * <p>{@code metrics.jmx.include} and {@code metrics.jmx.exclude} are patterns for names of MBeans.
 */
public class JmxReporter implements MetricsReporter {

    public static final String METRICS_CONFIG_PREFIX = "metrics.jmx.";
    public static final String EXCLUDE_CONFIG = METRICS_CONFIG_PREFIX + "exclude";
    public static final String INCLUDE_CONFIG = METRICS_CONFIG_PREFIX + "include";
    public static final Set<String> RECONFIGURABLE_CONFIGS = Set.of(INCLUDE_CONFIG, EXCLUDE_CONFIG);
    public static final String DEFAULT_INCLUDE = ".*";
    public static final String DEFAULT_EXCLUDE = "";

    /** Other values are quoted. */
    private static final Pattern PLAIN = Pattern.compile("[\\w-%\\. \t]*");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Map<String, Bean> beans = new HashMap<>();
    private String domain = "";
    private Predicate<String> shown = name -> true;

    @Override
    public void configure(Map<String, ?> configs) {
        reconfigure(configs);
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return RECONFIGURABLE_CONFIGS;
    }

    @Override
    public void validateReconfiguration(Map<String, ?> configs) throws ConfigException {
        compilePredicate(configs);
    }

    @Override
    public synchronized void reconfigure(Map<String, ?> configs) {
        shown = compilePredicate(configs);
        beans.forEach(this::show);
    }

    /**
     * Which names of MBeans are included and not excluded.
     *
     * @throws ConfigException if a pattern is none
     */
    public static Predicate<String> compilePredicate(Map<String, ?> configs) {
        Pattern include = pattern(configs, INCLUDE_CONFIG, DEFAULT_INCLUDE);
        Pattern exclude = pattern(configs, EXCLUDE_CONFIG, DEFAULT_EXCLUDE);
        return name -> include.matcher(name).matches() && !exclude.matcher(name).matches();
    }

    private static Pattern pattern(Map<String, ?> configs, String key, String otherwise) {
        Object given = configs.get(key);
        String text = given == null ? otherwise : given.toString();
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new ConfigException(key, text, "This is no pattern: " + e.getDescription());
        }
    }

    @Override
    public synchronized void contextChange(MetricsContext metricsContext) {
        String namespace = metricsContext.contextLabels().get(MetricsContext.NAMESPACE);
        if (namespace == null || namespace.isEmpty()) {
            throw new ConfigException(
                    "The context of the metrics has no " + MetricsContext.NAMESPACE + " label");
        }
        domain = namespace;
    }

    @Override
    public synchronized void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    /** Whether there is such an MBean, shown or not. */
    public synchronized boolean containsMbean(String mbeanName) {
        return beans.containsKey(mbeanName);
    }

    @Override
    public synchronized void metricChange(KafkaMetric metric) {
        String name = name(metric.metricName());
        Bean bean = beans.computeIfAbsent(name, first -> new Bean());
        bean.metrics.put(metric.metricName().name(), metric);
        show(name, bean);
    }

    @Override
    public synchronized void metricRemoval(KafkaMetric metric) {
        String name = name(metric.metricName());
        Bean bean = beans.get(name);
        if (bean != null) {
            bean.metrics.remove(metric.metricName().name());
            if (bean.metrics.isEmpty()) {
                beans.remove(name);
                hide(name, bean);
            }
        }
    }

    private String name(MetricName metric) {
        StringBuilder name = new StringBuilder(domain + ":type=" + metric.group());
        metric.tags()
                .forEach(
                        (key, value) -> {
                            if (!key.isEmpty() && !value.isEmpty()) {
                                name.append(',').append(key).append('=').append(quoted(value));
                            }
                        });
        return name.toString();
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : ObjectName.quote(value);
    }

    private void show(String name, Bean bean) {
        if (!shown.test(name)) {
            hide(name, bean);
        } else if (!bean.registered) {
            try {
                register(bean, new ObjectName(name));
                bean.registered = true;
            } catch (JMException e) {
                throw new KafkaException("Cannot show " + name + " through JMX", e);
            }
        }
    }

    /** Of two with the same name, as of two clients with the same id, the last one is shown. */
    private void register(Bean bean, ObjectName name) throws JMException {
        try {
            server.registerMBean(bean, name);
        } catch (InstanceAlreadyExistsException e) {
            unregister(name);
            server.registerMBean(bean, name);
        }
    }

    private void hide(String name, Bean bean) {
        if (bean.registered) {
            bean.registered = false;
            try {
                unregister(new ObjectName(name));
            } catch (JMException e) {
                throw new KafkaException("Cannot take " + name + " away from JMX", e);
            }
        }
    }

    private void unregister(ObjectName name) throws JMException {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // Another one had its name, and is gone already.
        }
    }

    @Override
    public synchronized void close() {
        beans.forEach(this::hide);
        beans.clear();
    }

    /** The metrics of one group with the same tags; attributes come and go while it is shown. */
    private static final class Bean implements DynamicMBean {

        private final Map<String, KafkaMetric> metrics = new ConcurrentSkipListMap<>();
        private boolean registered;

        @Override
        public Object getAttribute(String name) throws AttributeNotFoundException {
            KafkaMetric metric = metrics.get(name);
            if (metric == null) {
                throw new AttributeNotFoundException("There is no attribute " + name);
            }
            return metric.metricValue();
        }

        @Override
        public AttributeList getAttributes(String[] names) {
            AttributeList found = new AttributeList();
            for (String name : names) {
                KafkaMetric metric = metrics.get(name);
                if (metric != null) {
                    found.add(new Attribute(name, metric.metricValue()));
                }
            }
            return found;
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            MBeanAttributeInfo[] attributes =
                    metrics.values().stream()
                            .map(KafkaMetric::metricName)
                            .map(
                                    name ->
                                            new MBeanAttributeInfo(
                                                    name.name(),
                                                    double.class.getName(),
                                                    name.description(),
                                                    true,
                                                    false,
                                                    false))
                            .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(getClass().getName(), "", attributes, null, null, null);
        }

        @Override
        public void setAttribute(Attribute attribute) {
            throw new UnsupportedOperationException("Metrics are read only");
        }

        @Override
        public AttributeList setAttributes(AttributeList list) {
            throw new UnsupportedOperationException("Metrics are read only");
        }

        @Override
        public Object invoke(String name, Object[] arguments, String[] signature) {
            throw new UnsupportedOperationException("Metrics have no operations");
        }
    }
}
