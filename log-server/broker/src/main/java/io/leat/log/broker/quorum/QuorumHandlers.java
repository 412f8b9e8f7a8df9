package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.quorum.RaftNode;
import java.util.List;

/** The handlers of the quorum's requests. Stateless. */
public final class QuorumHandlers {

    private QuorumHandlers() {}

    /** Those on the controllers' listener. */
    public static List<Handler<?, ?>> ofController(Broker broker, RaftNode raft) {
        return List.of(
                new MetadataFetchHandler(broker, raft),
                new VoteHandler(broker, raft),
                new BeginQuorumEpochHandler(broker, raft),
                new EndQuorumEpochHandler(broker, raft),
                new DescribeQuorumHandler(broker, raft),
                new FetchSnapshotHandler(broker, raft),
                new AddRaftVoterHandler(broker, raft),
                new RemoveRaftVoterHandler(broker, raft),
                new UpdateRaftVoterHandler(broker, raft));
    }

    /** Those that clients ask a broker for, which forwards them. */
    public static List<Handler<?, ?>> ofBroker(Broker broker, RaftNode raft) {
        return List.of(
                new DescribeQuorumHandler(broker, raft),
                new AddRaftVoterHandler(broker, raft),
                new RemoveRaftVoterHandler(broker, raft));
    }
}
