package io.leat.streams.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.leat.common.utils.Bytes;
import io.leat.log.runtime.sim.SimulationException;
import io.leat.log.testkit.sim.Report;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.spi.AtomicStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many seeds of the word count: every count is right, whatever fails. */
class WordCountSimulationTest {

    private static final int SEEDS = Integer.getInteger("leat.seeds", 50);
    private static final long FIRST = Long.getLong("leat.seed", 1);
    private static final int BUDGET = 60;

    @Test
    @Tag("seeds")
    void shouldCountEveryWordOnceWhateverFails() {
        int crashes = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Report report = run(seed);
            assertEquals(List.of(), report.anomalies(), "seed " + seed);
            crashes += report.crashes();
        }
        assertTrue(crashes > SEEDS / 2, "too calm: " + crashes);
    }

    @Test
    void shouldDoTheSameAgainWithTheSameSeed() {
        for (long seed = 1; seed <= 3; seed++) {
            assertEquals(run(seed), run(seed));
        }
    }

    /** A planted bug: the position runs ahead of the data that it stands for. */
    @Test
    void shouldFindAPositionAheadOfTheData() {
        for (long seed = 1; seed <= BUDGET; seed++) {
            try (WordCountScenario scenario = new AheadScenario(seed)) {
                if (!scenario.run().anomalies().isEmpty()) {
                    return;
                }
            } catch (SimulationException e) {
                return;
            }
        }
        fail("not found by " + BUDGET + " seeds");
    }

    private static Report run(long seed) {
        try (WordCountScenario scenario = new WordCountScenario(seed)) {
            return scenario.run();
        }
    }

    private static final class AheadScenario extends WordCountScenario {

        AheadScenario(long seed) {
            super(seed);
        }

        @Override
        KeyValueBytesStoreSupplier store() {
            KeyValueBytesStoreSupplier sound = super.store();
            return new KeyValueBytesStoreSupplier() {
                @Override
                public String name() {
                    return sound.name();
                }

                @Override
                public KeyValueStore<Bytes, byte[]> get() {
                    return ahead(sound.get());
                }

                @Override
                public String metricsScope() {
                    return sound.metricsScope();
                }
            };
        }
    }

    /** Writes the position at once and the data one commit later. */
    @SuppressWarnings("unchecked")
    private static KeyValueStore<Bytes, byte[]> ahead(KeyValueStore<Bytes, byte[]> sound) {
        SortedMap<Bytes, byte[]> held = new TreeMap<>();
        return (KeyValueStore<Bytes, byte[]>)
                Proxy.newProxyInstance(
                        AtomicStore.class.getClassLoader(),
                        new Class<?>[] {KeyValueStore.class, AtomicStore.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("get") && held.containsKey(arguments[0])) {
                                return held.get(arguments[0]);
                            }
                            if (!method.getName().equals("write")) {
                                return call(method, sound, arguments);
                            }
                            SortedMap<Bytes, byte[]> before = new TreeMap<>(held);
                            held.clear();
                            for (var change : (Collection<Map.Entry<Bytes, byte[]>>) arguments[0]) {
                                held.put(change.getKey(), change.getValue());
                            }
                            Object[] late = arguments.clone();
                            late[0] = before.entrySet();
                            return call(method, sound, late);
                        });
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
