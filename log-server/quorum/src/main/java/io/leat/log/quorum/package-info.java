/**
 * Raft for the metadata log: KRaft's roles, pre-vote, replication by Fetch, and a log that commits
 * by majority. A pure state machine on one loop; a quorum of one runs the same code.
 */
@NullMarked
package io.leat.log.quorum;

import org.jspecify.annotations.NullMarked;
