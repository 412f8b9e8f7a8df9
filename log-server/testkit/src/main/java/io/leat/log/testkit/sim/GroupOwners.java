package io.leat.log.testkit.sim;

import io.leat.common.TopicPartition;
import io.leat.log.testkit.history.Anomaly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which programs have which partitions of which group, as they were told themselves: two members
 * never have the same one. A member that the coordinator has removed may not know that yet, so a
 * program counts only as long as its stay in the group lasts. What it commits after that is
 * refused. Owned by the test script.
 */
public final class GroupOwners {

    /** Tells members from those that were. */
    public interface Stays {

        /**
         * The stay of a member in a group, the same object as long as it lasts; null if the group
         * has no such member, or nothing is known of it.
         */
        @Nullable Object of(String group, String memberId);
    }

    /** A program that reads for a group, from its start to its end. */
    public static final class Owner {

        private final String group;
        private final String program;
        private final Map<TopicPartition, Claim> claims = new HashMap<>();

        private Owner(String group, String program) {
            this.group = group;
            this.program = program;
        }
    }

    /** Since when, in terms of stays, a program has a partition. */
    private record Claim(String memberId, @Nullable Object stay) {}

    private final List<Owner> owners = new ArrayList<>();
    private final Set<String> doubles = new TreeSet<>();
    private final Set<String> late = new TreeSet<>();
    private Stays stays = (group, memberId) -> null;

    /** From now on {@code known} says who is a member; as long as nobody does, all is allowed. */
    public void judgeBy(Stays known) {
        stays = known;
    }

    /** A program begins to read for a group. */
    Owner begins(String group, String program) {
        Owner owner = new Owner(group, program);
        owners.add(owner);
        return owner;
    }

    /** It has ended, or its machine has crashed. */
    void ends(Owner owner) {
        owners.remove(owner);
    }

    /** It was given partitions, as this member. */
    void takes(Owner owner, String memberId, Iterable<TopicPartition> partitions) {
        Object stay = stays.of(owner.group, memberId);
        for (TopicPartition partition : partitions) {
            owner.claims.put(partition, new Claim(memberId, stay));
            for (Owner other : owners) {
                boolean both =
                        other != owner
                                && other.group.equals(owner.group)
                                && stay != null
                                && stillHas(other, partition);
                if (both) {
                    doubles.add(
                            partition
                                    + " of "
                                    + owner.group
                                    + " was given to "
                                    + owner.program
                                    + " while "
                                    + other.program
                                    + " had it");
                }
            }
        }
    }

    private boolean stillHas(Owner owner, TopicPartition partition) {
        Claim claim = owner.claims.get(partition);
        return claim != null
                && claim.stay != null
                && claim.stay == stays.of(owner.group, claim.memberId);
    }

    /** It has given them up, or was told that they are lost. */
    void givesUp(Owner owner, Iterable<TopicPartition> partitions) {
        partitions.forEach(owner.claims::remove);
    }

    /** A commit that is under way. */
    final class Commit {

        private final Owner owner;
        private final String memberId;
        private final boolean former;

        private Commit(Owner owner, String memberId) {
            this.owner = owner;
            this.memberId = memberId;
            this.former = isFormer();
        }

        private boolean isFormer() {
            boolean was =
                    owner.claims.values().stream()
                            .anyMatch(
                                    claim -> claim.stay != null && claim.memberId.equals(memberId));
            return was && stays.of(owner.group, memberId) == null;
        }

        /** The coordinator took it; unless it became a member anew meanwhile, it may not. */
        void taken() {
            if (former && stays.of(owner.group, memberId) == null) {
                late.add(owner.program + " committed for " + owner.group + " after it was removed");
            }
        }
    }

    /** It is about to commit what it has, as this member. */
    Commit commits(Owner owner, String memberId) {
        return new Commit(owner, memberId);
    }

    /** Partitions that two members had at once, and commits of those that were none any more. */
    public List<Anomaly> anomalies() {
        List<Anomaly> all = new ArrayList<>();
        doubles.forEach(text -> all.add(new Anomaly("two-owners", text)));
        late.forEach(text -> all.add(new Anomaly("former-member", text)));
        return all;
    }
}
