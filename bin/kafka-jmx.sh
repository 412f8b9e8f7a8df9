#!/bin/sh
echo "kafka-jmx.sh: Leat's servers show their metrics over HTTP instead of JMX: set leat.admin.listener and ask http://HOST:PORT/metrics (log-server/docs/metrics.md)." >&2
exit 1
