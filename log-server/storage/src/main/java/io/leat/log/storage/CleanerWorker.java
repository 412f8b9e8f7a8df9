package io.leat.log.storage;

import io.leat.log.runtime.Offload;

/**
 * Where logs are compacted, and how fast. Immutable; shared by the logs of all shards.
 *
 * @param lane runs the steps, off the loops
 * @param keyMapBytes most memory of one cleaning for keys
 * @param stepBytes bytes one step reads and writes; between steps others have the lane
 * @param bytesPerSecond most bytes one cleaning reads and writes a second
 */
public record CleanerWorker(
        Offload.Lane lane, long keyMapBytes, long stepBytes, double bytesPerSecond) {}
