#!/bin/sh
echo "connect-mirror-maker.sh: Leat does not mirror clusters; Apache Kafka's MirrorMaker can read from Leat and write to it, for both speak the same protocol." >&2
exit 1
