package io.leat.log.testkit.cluster;

/** A kind of fault that a cluster may suffer. Each seed draws some of them. */
public enum Fault {
    /** A machine loses power; what was not forced is lost, torn or out of order. */
    POWER_LOSS,
    /** A machine loses power in the midst of a change of its disk. */
    TORN_WRITE,
    /** A process is killed; its disk is as it was. */
    KILL,
    /** A process stands still for a while, as by SIGSTOP. */
    PAUSE,
    /** Connections are reset. */
    BREAK,
    /** Two machines, also clients, do not reach each other. */
    CUT,
    /** Nothing comes through from one machine to another; the other direction works. */
    ONE_WAY,
    /** One node reaches no other node, but clients reach it. */
    ISOLATE,
    /** One node reaches no other node, of a few nodes, and nobody reaches it. */
    SILENCE,
    /** The nodes fall into two parts that do not reach each other. */
    SPLIT,
    /** The active controller reaches no other node. */
    ISOLATE_CONTROLLER,
    /** A leader reaches its followers no more, but the controller if that is another node. */
    ISOLATE_LEADER,
    /** All that goes to or from one node is late, by up to seconds. */
    SLOW_NODE,
    /** A disk takes long to force. */
    SLOW_DISK,
    /** A wall clock jumps. */
    CLOCK_JUMP,
    /** A change of a disk fails with an I/O error; the node is started again some time later. */
    DISK_ERROR,
    /** A disk is full, and has room again some time later. */
    DISK_FULL,
    /** A node comes back with an empty disk, at a time when nobody else lacks anything. */
    EMPTY_DISK,
    /** A client program is killed while what it sent is held up, and starts again at once. */
    ZOMBIE_CLIENT,
    /** A voter is added to the quorum or removed from it. */
    VOTERS,
    /** All nodes are stopped in order and started again, one after the other. */
    ROLLING_RESTART,
    /** A partition moves to other replicas. */
    REASSIGN,
    /** Replicas move to other folders of their broker, if it has several; it may die meanwhile. */
    MOVE_FOLDER,
    /** Leaders are moved to the preferred replicas. */
    ELECT_LEADERS,
    /**
     * The disks of some brokers, fewer than half, say that they forced partition data and mostly
     * did not; one of these machines loses power.
     */
    LOST_FSYNC
}
