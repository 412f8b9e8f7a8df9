package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * The seeds find what is broken. Each defect is put into a copy of the product and has to be found
 * within its budget of runs: this measures the checks, not the product. The search begins at the
 * seed that found it last; a change of what nodes send may move it.
 */
final class PlantedBugsTest {

    private static final int BUDGET = Integer.getInteger("leat.budget", 300);
    private static final boolean STATIC = false;
    private static final boolean CHANGING = true;

    @Test
    void shouldFindAVoteThatIsNotForced() throws Throwable {
        Mutant mutant =
                new Mutant()
                        .change(
                                "FileQuorumStore",
                                "file.force(true); } disk.rename",
                                "} disk.rename")
                        .change("FileQuorumStore", "disk.forceDirectory(directory);", "");
        assertFound(mutant, STATIC, 1);
    }

    @Test
    void shouldFindASecondVoteInAnEpoch() throws Throwable {
        assertFound(
                new Mutant()
                        .change(
                                "RaftNode",
                                "boolean free = state.votedFor() == null && role.grantsVote();",
                                "boolean free = true;"),
                STATIC,
                6);
    }

    @Test
    void shouldFindAVoteForAShorterLog() throws Throwable {
        assertFound(
                new Mutant()
                        .change("RaftNode", "granted = upToDate && (free", "granted = (free")
                        .change("RaftNode", "granted = upToDate && role.", "granted = role."),
                STATIC,
                2);
    }

    @Test
    void shouldFindACommitOfAnEarlierEpochByCounting() throws Throwable {
        assertFound(
                new Mutant()
                        .change(
                                "Leader",
                                "majority > beginOffset && majority > node.highWatermark()",
                                "majority > node.highWatermark()"),
                STATIC,
                1);
    }

    @Test
    void shouldFindALeaderThatCountsWhatItHasNotForced() throws Throwable {
        assertFound(
                new Mutant()
                        .change(
                                "Leader",
                                "durableAtMajority(node.voters(), durableOffset)",
                                "durableAtMajority(node.voters(), node.log().endOffset())"),
                STATIC,
                1);
    }

    @Test
    void shouldFindAFollowerThatFetchesBeforeItForced() throws Throwable {
        assertFound(
                new Mutant()
                        .change(
                                "DiskMetadataLog",
                                "() -> done.accept(endOffset)); } }",
                                "() -> {}); done.accept(endOffset); } }"),
                STATIC,
                2);
    }

    /** The defect of Kafka before leader epochs (KIP-101): acknowledged is more than known. */
    @Test
    void shouldFindARestartThatCutsToTheHighWatermark() throws Throwable {
        assertFound(
                new Mutant()
                        .change(
                                "Committed",
                                "} metadataLog .read(",
                                "} metadataLog.truncate(Math.max(highWatermark,"
                                        + " metadataLog.start().endOffset())); metadataLog.read("),
                STATIC,
                1);
    }

    @Test
    void shouldFindTwoChangesOfTheVotersAtOnce() throws Throwable {
        assertFound(
                new Mutant()
                        .change("VoterChanges", "if (node.voterChangeUnderWay())", "if (false)"),
                CHANGING,
                39);
    }

    @Test
    void shouldFindAnEmptyDiskThatVotesAsTheOneBefore() throws Throwable {
        assertFound(
                new Mutant()
                        .change(
                                "ReplicaKey",
                                "return id == other.id && (",
                                "return id == other.id || ("),
                CHANGING,
                47);
    }

    @Test
    void shouldFindASnapshotWithoutItsFooter() throws Throwable {
        assertFound(
                new Mutant()
                        .change(
                                "SnapshotFiles",
                                "if (batch == null) { throw damaged(path); }",
                                "if (batch == null) { break; }")
                        .change(
                                "MetadataSnapshot",
                                "return batches.size() >= 2 &&",
                                "return batches.size() >= 0 ||")
                        .change(
                                "SnapshotFiles",
                                "boolean last = position + bytes.remaining() >= size;",
                                "boolean last = true;"),
                STATIC,
                1);
    }

    @Test
    void shouldFindASnapshotThatIsNotForced() throws Throwable {
        assertFound(
                new Mutant()
                        .change(
                                "SnapshotFiles",
                                "file.force(true); } publish(part, id);",
                                "} publish(part, id);"),
                STATIC,
                1);
    }

    @Test
    void shouldFindALeaderThatTakesEveryFetchAsASignThatItLeads() throws Throwable {
        assertFound(
                new Mutant()
                        .change(
                                "Replicas",
                                "if (fetch.answered() == answers && answers > 0) {",
                                "if (answers > 0) {"),
                STATIC,
                8);
    }

    @Test
    void shouldFindAPreVoteAgainstAWorkingLeader() throws Throwable {
        Mutant mutant =
                new Mutant().change("Follower", "return nowMs >= silentMs();", "return true;");
        try {
            mutant.call(RaftNodeTest.class, "disturb");
        } catch (AssertionError found) {
            return;
        }
        fail("was not found");
    }

    private static void assertFound(Mutant mutant, boolean members, long first) throws Throwable {
        int runs = 0;
        for (long seed = first; runs < BUDGET; seed++) {
            for (int size : members ? new int[] {1, 3} : new int[] {1, 3, 5}) {
                runs++;
                try {
                    mutant.call(Torment.class, "run", seed, size, members);
                } catch (AssertionError found) {
                    System.out.println("Found after " + runs + " runs: " + found.getMessage());
                    return;
                }
            }
        }
        fail("was not found in " + BUDGET + " runs");
    }
}
