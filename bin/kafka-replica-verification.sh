#!/bin/sh
echo "kafka-replica-verification.sh: Leat's replicas check each batch they copy; 'bin/leat cluster status' and 'bin/kafka-topics.sh --describe --under-replicated-partitions' show which ones are behind." >&2
exit 1
