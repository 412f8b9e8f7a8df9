package io.leat.log.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Random members of one group, step by step, and what has to hold at each of them and at last. */
public abstract class MembersProperty<M extends RandomMember<?, ?>, G extends PartHarness> {

    private static final int STEPS = 300;
    private static final int ROUNDS = 40;

    protected final List<M> members = new ArrayList<>();
    protected final Random random = new Random();
    protected final G group;

    protected MembersProperty(G group) {
        this.group = group;
    }

    public static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("seeds", 25));
    }

    /** Everything the coordinator has to know after it moved. */
    protected abstract Object durable();

    /** Something that befalls one member, or all. */
    protected abstract void happens(int what, M member);

    /** Nobody has what somebody else has. */
    protected abstract void checkOwners(String when);

    /** All is handed out. */
    protected abstract void checkComplete(String when);

    protected final void run(long seed) {
        for (int step = 0; step < STEPS; step++) {
            M member = members.get(random.nextInt(members.size()));
            member.step();
            happens(member);
            checkOwners("seed " + seed + " step " + step);
        }
        settle();
        checkOwners("seed " + seed);
        checkComplete("seed " + seed);
        failOver();
    }

    private void happens(M member) {
        int what = random.nextInt(40);
        switch (what) {
            case 0 -> failOver();
            case 1 -> member.die();
            case 2 -> members.forEach(RandomMember::revive);
            case 3 -> member.leave();
            case 4, 5, 6 -> happens(what, member);
            default -> group.loop.advance(random.nextInt(500));
        }
    }

    /** Who is silent for so long may have lost its place, and so gives up what it has. */
    protected final void silence(long ms) {
        group.loop.advance(ms);
        members.forEach(RandomMember::abandon);
    }

    private void failOver() {
        Object before = durable();
        group.failOver();
        assertEquals(before, durable(), "a reload must give what was there");
    }

    private void settle() {
        members.forEach(RandomMember::revive);
        for (int round = 0; round < ROUNDS; round++) {
            members.forEach(RandomMember::comply);
            group.loop.advance(5_000);
        }
        members.forEach(RandomMember::takeOver);
    }
}
