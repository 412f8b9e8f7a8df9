package io.leat.log.broker.settings;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.DynamicKeys;
import io.leat.log.broker.config.OtherBrokerKeys;
import io.leat.log.broker.settings.TopicSettings.Layer;
import io.leat.log.broker.settings.TopicSettings.Setting;
import io.leat.log.broker.settings.TopicSettings.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** All settings of a broker as clients are shown them. Stateless. */
final class BrokerSettings {

    private BrokerSettings() {}

    /** Those of one broker. */
    static List<Setting> of(BrokerConfig config, int nodeId) {
        Map<String, ConfigKey<?>> keys = new TreeMap<>(DynamicKeys.ALL);
        keys.putAll(BrokerKeys.ALL);
        List<Setting> settings = new ArrayList<>();
        for (ConfigKey<?> key : keys.values()) {
            if (key.equals(BrokerKeys.NODE_ID)) {
                String number = String.valueOf(nodeId);
                Layer only = new Layer(key.name(), number, Source.BROKER_FILE);
                settings.add(new Setting(key, number, Source.BROKER_FILE, List.of(only)));
            } else if (isShown(config, key)) {
                settings.add(of(config, key, OtherBrokerKeys.synonyms(key.name())));
            }
        }
        for (String name : new TreeSet<>(config.given().keySet())) {
            ConfigKey<?> ofListener = DynamicKeys.ofListenerKey(name);
            if (ofListener != null) {
                settings.add(of(config, ofListener, namesOf(name)));
            }
        }
        return settings;
    }

    /** What no settings file has is there only if somebody has set it. */
    private static boolean isShown(BrokerConfig config, ConfigKey<?> key) {
        return !DynamicKeys.onlyDynamic(key.name()) || config.current(key.name()) != null;
    }

    /** What a listener has of its own stands before what all have. */
    private static List<String> namesOf(String ofListener) {
        String all = DynamicKeys.ofListener(ofListener);
        return all == null || all.equals(ofListener)
                ? List.of(ofListener)
                : List.of(ofListener, all);
    }

    /** What was changed for all brokers. */
    static List<Setting> ofAll(Map<String, String> changed) {
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(changed)
                .forEach(
                        (name, value) -> {
                            ConfigKey<?> ofListener = DynamicKeys.ofListenerKey(name);
                            ConfigKey<?> key =
                                    ofListener != null ? ofListener : DynamicKeys.ALL.get(name);
                            if (key != null) {
                                Layer only = new Layer(name, value, Source.ALL_BROKERS);
                                settings.add(
                                        new Setting(key, value, Source.ALL_BROKERS, List.of(only)));
                            }
                        });
        return settings;
    }

    private static Setting of(BrokerConfig config, ConfigKey<?> key, List<String> names) {
        String name = names.get(0);
        List<Layer> layers = from(layers(config, names), name);
        String value = config.current(name);
        return new Setting(
                key,
                value != null ? value : key.defaultText(),
                layers.isEmpty() ? Source.DEFAULT : layers.get(0).source(),
                layers);
    }

    /** What the first of {@code names} is chosen from, the others standing in for it. */
    static List<Layer> layers(BrokerConfig config, List<String> names) {
        List<Layer> layers = new ArrayList<>();
        add(layers, config.own(), names, Source.BROKER);
        add(layers, config.ofAll(), names, Source.ALL_BROKERS);
        add(layers, config.ofFile(), names, Source.BROKER_FILE);
        for (String name : names) {
            ConfigKey<?> key = BrokerKeys.ALL.get(name);
            ConfigKey<?> known = key != null ? key : DynamicKeys.ALL.get(name);
            boolean ofFiles = !DynamicKeys.onlyDynamic(name);
            if (ofFiles && known != null && known.defaultText() != null) {
                layers.add(new Layer(name, known.defaultText(), Source.DEFAULT));
            }
        }
        return layers;
    }

    /** Of {@code layers} those from the first on that is under {@code name}. */
    private static List<Layer> from(List<Layer> layers, String name) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).name().equals(name)) {
                return layers.subList(i, layers.size());
            }
        }
        return List.of();
    }

    private static void add(
            List<Layer> layers, Map<String, String> values, List<String> names, Source source) {
        for (String name : names) {
            String value = values.get(name);
            if (value != null) {
                layers.add(new Layer(name, value, source));
            }
        }
    }
}
