package io.leat.log.broker.share;

import io.leat.log.protocol.Uuid;

/** A partition as share requests name it. Immutable. */
record SharePart(Uuid topicId, int partition) {}
