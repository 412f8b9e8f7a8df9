#!/bin/sh
# Kafka's tools by their class names, for scripts that call them so.
here="$(dirname "$0")"
class="$1"
[ $# -gt 0 ] && shift
case "$class" in
  kafka.tools.GetOffsetShell | org.apache.kafka.tools.GetOffsetShell) exec "$here/leat" kafka-get-offsets "$@" ;;
  kafka.admin.TopicCommand | org.apache.kafka.tools.TopicCommand) exec "$here/leat" kafka-topics "$@" ;;
  kafka.admin.ConsumerGroupCommand | org.apache.kafka.tools.consumer.group.ConsumerGroupCommand) exec "$here/leat" kafka-consumer-groups "$@" ;;
  org.apache.kafka.tools.consumer.group.ShareGroupCommand) exec "$here/leat" kafka-share-groups "$@" ;;
  org.apache.kafka.tools.consumer.ConsoleShareConsumer) exec "$here/leat" kafka-console-share-consumer "$@" ;;
  org.apache.kafka.tools.GroupsCommand) exec "$here/leat" kafka-groups "$@" ;;
  kafka.tools.ConsoleProducer | org.apache.kafka.tools.ConsoleProducer) exec "$here/leat" kafka-console-producer "$@" ;;
  kafka.tools.ConsoleConsumer | org.apache.kafka.tools.consumer.ConsoleConsumer) exec "$here/leat" kafka-console-consumer "$@" ;;
  kafka.admin.ReassignPartitionsCommand | org.apache.kafka.tools.reassign.ReassignPartitionsCommand) exec "$here/leat" kafka-reassign-partitions "$@" ;;
  kafka.admin.LeaderElectionCommand | org.apache.kafka.tools.LeaderElectionCommand) exec "$here/leat" kafka-leader-election "$@" ;;
  kafka.admin.MetadataQuorumCommand | org.apache.kafka.tools.MetadataQuorumCommand) exec "$here/leat" kafka-metadata-quorum "$@" ;;
  kafka.tools.ClusterTool | org.apache.kafka.tools.ClusterTool) exec "$here/leat" kafka-cluster "$@" ;;
  kafka.admin.FeatureCommand | org.apache.kafka.tools.FeatureCommand) exec "$here/leat" kafka-features "$@" ;;
  kafka.admin.BrokerApiVersionsCommand | org.apache.kafka.tools.BrokerApiVersionsCommand) exec "$here/leat" kafka-broker-api-versions "$@" ;;
  org.apache.kafka.tools.ClientMetricsCommand) exec "$here/leat" kafka-client-metrics "$@" ;;
  org.apache.kafka.tools.streams.StreamsGroupCommand) exec "$here/leat" kafka-streams-groups "$@" ;;
  org.apache.kafka.tools.VerifiableProducer) exec "$here/leat" kafka-verifiable-producer "$@" ;;
  org.apache.kafka.tools.VerifiableConsumer) exec "$here/leat" kafka-verifiable-consumer "$@" ;;
  org.apache.kafka.tools.VerifiableShareConsumer) exec "$here/leat" kafka-verifiable-share-consumer "$@" ;;
  kafka.tools.DumpLogSegments | org.apache.kafka.tools.DumpLogSegments) exec "$here/leat" kafka-dump-log "$@" ;;
  kafka.admin.LogDirsCommand | org.apache.kafka.tools.LogDirsCommand) exec "$here/leat" kafka-log-dirs "$@" ;;
  kafka.admin.DeleteRecordsCommand | org.apache.kafka.tools.DeleteRecordsCommand) exec "$here/leat" kafka-delete-records "$@" ;;
  org.apache.kafka.shell.MetadataShell) exec "$here/leat" kafka-metadata-shell "$@" ;;
  org.apache.kafka.tools.AclCommand) exec "$here/leat" kafka-acls "$@" ;;
  kafka.admin.ConfigCommand) exec "$here/leat" kafka-configs "$@" ;;
  kafka.tools.ConsumerPerformance | org.apache.kafka.tools.ConsumerPerformance) exec "$here/leat" kafka-consumer-perf-test "$@" ;;
  org.apache.kafka.tools.EndToEndLatency) exec "$here/leat" kafka-e2e-latency "$@" ;;
  org.apache.kafka.tools.ProducerPerformance) exec "$here/leat" kafka-producer-perf-test "$@" ;;
  org.apache.kafka.tools.ShareConsumerPerformance) exec "$here/leat" kafka-share-consumer-perf-test "$@" ;;
  kafka.tools.StreamsResetter | org.apache.kafka.tools.StreamsResetter) exec "$here/leat" kafka-streams-application-reset "$@" ;;
  org.apache.kafka.tools.TransactionsCommand) exec "$here/leat" kafka-transactions "$@" ;;
  kafka.tools.StorageTool) exec "$here/leat" kafka-storage "$@" ;;
  "") echo "USAGE: $0 CLASS [options]" >&2; exit 1 ;;
  *) echo "kafka-run-class.sh: Leat has no tool for class $class. 'bin/leat --help' lists what there is." >&2; exit 1 ;;
esac
