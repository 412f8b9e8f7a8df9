package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.TopicCatalog;
import java.util.Map;
import java.util.SortedMap;

/**
 * Gives all members as many partitions as each other, give or take one, and moves no more of them
 * than that takes. Stateless. It works on a {@link UniformPlan}.
 */
public final class UniformAssignor implements Assignor {

    @Override
    public String name() {
        return "uniform";
    }

    @Override
    public Map<String, Assignment> assign(
            SortedMap<String, MemberSpec> members, TopicCatalog topics) {
        UniformPlan plan = new UniformPlan(members, topics);
        boolean alike = members.values().stream().map(MemberSpec::topics).distinct().count() == 1;
        if (alike) {
            plan.fillToQuota();
        } else {
            plan.giveToLeastLoaded();
            plan.balance();
        }
        return plan.targets();
    }
}
