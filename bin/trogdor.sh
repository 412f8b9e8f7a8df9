#!/bin/sh
echo "trogdor.sh: Leat comes without Trogdor; 'bin/leat perf' and 'bin/kafka-producer-perf-test.sh' make load, and the kit in log-server/testkit makes faults." >&2
exit 1
