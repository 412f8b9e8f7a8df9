package io.leat.log.broker.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.Writer;
import io.leat.log.protocol.message.BeginQuorumEpochRequest;
import io.leat.log.protocol.message.EndQuorumEpochRequest;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.FetchSnapshotRequest;
import io.leat.log.protocol.message.FetchSnapshotResponse;
import io.leat.log.protocol.message.VoteRequest;
import io.leat.log.protocol.message.VoteResponse;
import io.leat.log.quorum.MetadataBatch;
import io.leat.log.quorum.MetadataLog;
import io.leat.log.quorum.Peer;
import io.leat.log.quorum.RaftMessage;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.quorum.SnapshotId;
import io.leat.log.runtime.Endpoint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class QuorumWireTest {

    private static final String CLUSTER = "cluster";
    private static final ReplicaKey REPLICA = new ReplicaKey(2, new Uuid(3, 4));
    private static final Peer LEADER = new Peer(1, new Endpoint("host", 9093));

    /** What comes out of the bytes of {@code message} in its newest version. */
    private static <M extends ApiMessage> M travelled(M message, Function<Reader, M> read) {
        int version = message.versions().highest();
        Writer out = message.versions().writer(version);
        message.write(out);
        return read.apply(message.versions().reader(out.toBuffer(), version));
    }

    @Test
    void shouldCarryVotes() {
        RaftMessage.Vote vote = new RaftMessage.Vote(5, REPLICA, new Uuid(6, 7), true, 4, 99);
        VoteRequest request = travelled(VoteWire.request(CLUSTER, 1, vote), VoteRequest::read);
        assertEquals(vote, VoteWire.read(request));
        assertEquals(CLUSTER, request.clusterId());
        assertVoteReply(vote, new RaftMessage.VoteReply(5, null, true));
        assertVoteReply(vote, new RaftMessage.VoteReply(6, LEADER, false));
        assertVoteReply(vote, new RaftMessage.Refused(7, LEADER, ErrorCode.FENCED_LEADER_EPOCH));
    }

    private static void assertVoteReply(RaftMessage.Vote vote, RaftMessage.Reply reply) {
        VoteResponse response = travelled(VoteWire.response(reply), VoteResponse::read);
        assertEquals(reply, VoteWire.read(vote, response));
    }

    @Test
    void shouldCarryTheBeginningAndTheEndOfAnEpoch() {
        RaftMessage.BeginEpoch begin = new RaftMessage.BeginEpoch(5, LEADER);
        assertEquals(
                begin,
                EpochWire.read(
                        travelled(
                                EpochWire.request(CLUSTER, 2, begin),
                                BeginQuorumEpochRequest::read)));
        RaftMessage.EndEpoch end = new RaftMessage.EndEpoch(5, 1);
        assertEquals(
                end,
                EpochWire.read(
                        travelled(EpochWire.request(CLUSTER, end), EndQuorumEpochRequest::read)));
    }

    @Test
    void shouldCarryFetches() {
        RaftMessage.Fetch fetch = new RaftMessage.Fetch(5, REPLICA, 100, 4, 90, 7);
        FetchRequest request = travelled(FetchWire.request(CLUSTER, fetch), FetchRequest::read);
        assertEquals(fetch, FetchWire.read(request));
        MetadataBatch batch =
                new MetadataBatch(100, 5, 7, false, List.of(ByteBuffer.wrap(new byte[] {1, 2})));
        assertFetchReply(
                fetch, new RaftMessage.FetchReply(5, LEADER, 98, List.of(), null, null, 8));
        assertFetchReply(
                fetch, new RaftMessage.FetchReply(5, LEADER, 98, List.of(batch), null, null, 8));
        MetadataLog.EpochEnd end = new MetadataLog.EpochEnd(3, 80);
        assertFetchReply(fetch, new RaftMessage.FetchReply(5, LEADER, 98, List.of(), end, null, 8));
        SnapshotId snapshot = new SnapshotId(95, 4);
        assertFetchReply(
                fetch, new RaftMessage.FetchReply(5, LEADER, 98, List.of(), null, snapshot, 8));
        assertFetchReply(
                fetch, new RaftMessage.Refused(6, LEADER, ErrorCode.NOT_LEADER_OR_FOLLOWER));
    }

    private static void assertFetchReply(RaftMessage.Fetch fetch, RaftMessage.Reply reply) {
        FetchResponse response = travelled(FetchWire.response(reply), FetchResponse::read);
        assertEquals(reply, FetchWire.read(fetch, response));
    }

    @Test
    void shouldLeaveFetchesOfOtherTopicsAlone() {
        assertNull(FetchWire.read(FetchRequest.builder().topics(List.of()).build()));
    }

    @Test
    void shouldCarrySnapshots() {
        RaftMessage.FetchSnapshot fetch =
                new RaftMessage.FetchSnapshot(5, REPLICA, new SnapshotId(95, 4), 1000, 500);
        FetchSnapshotRequest request =
                travelled(SnapshotWire.request(CLUSTER, fetch), FetchSnapshotRequest::read);
        assertEquals(fetch, SnapshotWire.read(request));
        Peer nameless = new Peer(LEADER.id(), null);
        assertSnapshotReply(
                fetch,
                new RaftMessage.SnapshotReply(
                        5, nameless, fetch.snapshot(), 1_003, ByteBuffer.wrap(new byte[3])));
        assertSnapshotReply(fetch, new RaftMessage.Refused(6, null, ErrorCode.SNAPSHOT_NOT_FOUND));
    }

    private static void assertSnapshotReply(
            RaftMessage.FetchSnapshot fetch, RaftMessage.Reply reply) {
        FetchSnapshotResponse response =
                travelled(SnapshotWire.response(fetch, reply), FetchSnapshotResponse::read);
        assertEquals(reply, SnapshotWire.read(fetch, response));
    }
}
