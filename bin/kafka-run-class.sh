#!/bin/sh
# Kafka's tools by their class names, for scripts that call them so.
here="$(dirname "$0")"
class="$1"
[ $# -gt 0 ] && shift
case "$class" in
  kafka.tools.GetOffsetShell | org.apache.kafka.tools.GetOffsetShell) exec "$here/leat" kafka-get-offsets "$@" ;;
  kafka.admin.TopicCommand | org.apache.kafka.tools.TopicCommand) exec "$here/leat" kafka-topics "$@" ;;
  kafka.admin.ConsumerGroupCommand | org.apache.kafka.tools.consumer.group.ConsumerGroupCommand) exec "$here/leat" kafka-consumer-groups "$@" ;;
  kafka.tools.ConsoleProducer | org.apache.kafka.tools.ConsoleProducer) exec "$here/leat" kafka-console-producer "$@" ;;
  kafka.tools.ConsoleConsumer | org.apache.kafka.tools.consumer.ConsoleConsumer) exec "$here/leat" kafka-console-consumer "$@" ;;
  "") echo "USAGE: $0 CLASS [options]" >&2; exit 1 ;;
  *) echo "kafka-run-class.sh: Leat has no tool for class $class. 'bin/leat --help' lists what there is." >&2; exit 1 ;;
esac
