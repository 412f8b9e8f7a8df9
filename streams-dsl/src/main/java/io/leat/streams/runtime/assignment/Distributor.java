package io.leat.streams.runtime.assignment;

import io.leat.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Distributes tasks over instances (after KIP-441). Makes one distribution and is thrown away.
 *
 * <ol>
 *   <li>Each instance gets a quota by its threads; where that leaves a choice, those get more that
 *       run more.
 *   <li>Within the quotas tasks stay where they ran; what is left goes to who lacks least of it.
 *       This is the goal.
 *   <li>A task whose instance in the goal is not ready yet runs on one that is, and its stores are
 *       built up where it is to go, a few at a time.
 *   <li>Copies go to other instances: first by tags, then where there are some already.
 * </ol>
 */
public final class Distributor {

    private final Wishes wishes;
    private final List<Instance> instances;
    private final Map<String, Integer> quotas = new TreeMap<>();
    private final Map<String, Set<TaskId>> goal = new TreeMap<>();
    private final Map<String, Set<TaskId>> active = new TreeMap<>();
    private final Map<String, Set<TaskId>> standby = new TreeMap<>();
    private final Map<TaskId, Instance> runner = new TreeMap<>();
    private final Map<TaskId, Instance> warmup = new TreeMap<>();
    private boolean unfinished;

    private Distributor(Wishes wishes, List<Instance> instances) {
        this.wishes = wishes;
        this.instances = new ArrayList<>(instances);
        this.instances.sort(Comparator.comparing(Instance::process));
        for (Instance instance : instances) {
            goal.put(instance.process(), new TreeSet<>());
            active.put(instance.process(), new TreeSet<>());
            standby.put(instance.process(), new TreeSet<>());
        }
    }

    /** The distribution that {@code wishes} ask for; there is at least one instance. */
    public static Distribution distribute(
            Wishes wishes, List<Instance> instances, Exchange exchange) {
        Distributor distributor = new Distributor(wishes, instances);
        Set<TaskId> tasks = new TreeSet<>(wishes.stateless());
        tasks.addAll(wishes.changes().keySet());
        distributor.setQuotas(tasks);
        distributor.place(distributor.keep(tasks));
        exchange.active(distributor.goal);
        distributor.runWhereReady();
        distributor.placeStandbys();
        distributor.exchangeStandbys(exchange);
        return new Distribution(distributor.active, distributor.standby, distributor.unfinished);
    }

    private static Set<TaskId> of(Map<String, Set<TaskId>> shares, Instance instance) {
        return shares.computeIfAbsent(instance.process(), first -> new TreeSet<>());
    }

    private int quota(Instance instance) {
        return quotas.getOrDefault(instance.process(), 0);
    }

    private void setQuotas(Set<TaskId> tasks) {
        int threads = instances.stream().mapToInt(Instance::threads).sum();
        int left = tasks.size();
        List<Instance> byNeed = new ArrayList<>(instances);
        Map<Instance, Integer> runs = new TreeMap<>(Comparator.comparing(Instance::process));
        for (Instance instance : instances) {
            int fair = tasks.size() * instance.threads() / threads;
            quotas.put(instance.process(), fair);
            left -= fair;
            int running = 0;
            for (TaskId task : instance.running()) {
                running += tasks.contains(task) ? 1 : 0;
            }
            runs.put(instance, running - fair);
        }
        Comparator<Instance> ranMore = Comparator.comparing(i -> -runs.getOrDefault(i, 0));
        byNeed.sort(
                ranMore.thenComparing(i -> -(tasks.size() * i.threads() % threads))
                        .thenComparing(Instance::process));
        // Less than one for each instance is left, and none of them for one whose share is even.
        byNeed.removeIf(i -> tasks.size() * i.threads() % threads == 0);
        for (int i = 0; i < left; i++) {
            quotas.merge(byNeed.get(i).process(), 1, Integer::sum);
        }
    }

    /** Leaves tasks where they ran, as far as quotas allow; those that are left. */
    private Set<TaskId> keep(Set<TaskId> tasks) {
        Set<TaskId> free = new TreeSet<>(tasks);
        for (Instance instance : instances) {
            List<TaskId> ran = new ArrayList<>(new TreeSet<>(instance.running()));
            ran.retainAll(free);
            ran.sort(
                    Comparator.comparing(wishes::stateful)
                            .reversed()
                            .thenComparing(task -> -nearest(task))
                            .thenComparing(task -> task));
            List<TaskId> kept = ran.subList(0, Math.min(quota(instance), ran.size()));
            of(goal, instance).addAll(kept);
            free.removeAll(kept);
        }
        return free;
    }

    /** How much an instance lacks of {@code task} that has fewer tasks than its quota. */
    private long nearest(TaskId task) {
        long nearest = Long.MAX_VALUE;
        for (Instance instance : instances) {
            if (instance.running().size() < quota(instance)) {
                nearest = Math.min(nearest, wishes.lag(instance, task));
            }
        }
        return nearest;
    }

    private void place(Set<TaskId> free) {
        List<TaskId> order = new ArrayList<>(free);
        order.sort(
                Comparator.comparing((TaskId task) -> !anybodyHas(task))
                        .thenComparing(task -> task));
        for (TaskId task : order) {
            Comparator<Instance> best =
                    Comparator.comparing((Instance i) -> of(goal, i).size() >= quota(i))
                            .thenComparing(i -> wishes.lag(i, task))
                            .thenComparing(i -> !i.lags().containsKey(task))
                            .thenComparing(i -> (double) of(goal, i).size() / quota(i))
                            .thenComparing(Instance::process);
            instances.stream().min(best).ifPresent(chosen -> of(goal, chosen).add(task));
        }
    }

    private boolean anybodyHas(TaskId task) {
        return instances.stream().anyMatch(instance -> instance.lags().containsKey(task));
    }

    private void runWhereReady() {
        for (Instance instance : instances) {
            for (TaskId task : of(goal, instance)) {
                Instance now = wishes.ready(instance, task) ? instance : ready(task, instance);
                of(active, now).add(task);
                runner.put(task, now);
                if (now != instance) {
                    unfinished = true;
                    warmup.put(task, instance);
                }
            }
        }
        limitWarmups();
    }

    /** An instance that can run {@code task} at once; {@code otherwise} if there is none. */
    private Instance ready(TaskId task, Instance otherwise) {
        return instances.stream()
                .filter(instance -> wishes.ready(instance, task))
                .min(
                        Comparator.comparing((Instance i) -> !i.running().contains(task))
                                .thenComparing(i -> wishes.lag(i, task))
                                .thenComparing(i -> of(active, i).size() - quota(i))
                                .thenComparing(Instance::process))
                .orElse(otherwise);
    }

    /** Those go on that have been built up furthest. */
    private void limitWarmups() {
        List<TaskId> order = new ArrayList<>(warmup.keySet());
        order.sort(
                Comparator.comparing((TaskId task) -> !has(warmup.get(task), task))
                        .thenComparing(task -> task));
        order.subList(Math.min(wishes.maxWarmups(), order.size()), order.size())
                .forEach(warmup::remove);
        warmup.forEach((task, instance) -> of(standby, instance).add(task));
    }

    private static boolean has(@Nullable Instance instance, TaskId task) {
        return instance != null && instance.lags().containsKey(task);
    }

    private void placeStandbys() {
        if (wishes.standbys() == 0) {
            return;
        }
        int copies = wishes.changes().size() * Math.min(wishes.standbys(), instances.size() - 1);
        int threads = instances.stream().mapToInt(Instance::threads).sum();
        for (TaskId task : new TreeSet<>(wishes.changes().keySet())) {
            List<Instance> chosen = new ArrayList<>();
            chosen.add(runner.get(task));
            while (chosen.size() <= wishes.standbys() && chosen.size() < instances.size()) {
                Comparator<Instance> best =
                        Comparator.comparing((Instance i) -> -newTags(i, chosen))
                                .thenComparing(i -> full(i, copies, threads))
                                .thenComparing(i -> !i.lags().containsKey(task))
                                .thenComparing(i -> wishes.lag(i, task))
                                .thenComparing(i -> (double) load(i) / i.threads())
                                .thenComparing(Instance::process);
                instances.stream()
                        .filter(instance -> !chosen.contains(instance))
                        .min(best)
                        .ifPresent(
                                instance -> {
                                    of(standby, instance).add(task);
                                    chosen.add(instance);
                                });
            }
        }
    }

    /** What is built up to move stays where it is to run. */
    private void exchangeStandbys(Exchange exchange) {
        Map<String, Set<TaskId>> fixed = new TreeMap<>();
        for (Instance instance : instances) {
            of(fixed, instance).addAll(of(active, instance));
        }
        warmup.forEach(
                (task, instance) -> {
                    of(fixed, instance).add(task);
                    of(standby, instance).remove(task);
                });
        exchange.standby(fixed, standby);
        warmup.forEach((task, instance) -> of(standby, instance).add(task));
    }

    /** In how many tags {@code instance} differs from all of {@code others}. */
    private int newTags(Instance instance, List<Instance> others) {
        int count = 0;
        for (String tag : wishes.rackTags()) {
            String own = instance.tags().getOrDefault(tag, "");
            count +=
                    others.stream().noneMatch(o -> o.tags().getOrDefault(tag, "").equals(own))
                            ? 1
                            : 0;
        }
        return count;
    }

    private boolean full(Instance instance, int copies, int threads) {
        return of(standby, instance).size() * threads >= copies * instance.threads();
    }

    private int load(Instance instance) {
        return of(active, instance).size() + of(standby, instance).size();
    }
}
