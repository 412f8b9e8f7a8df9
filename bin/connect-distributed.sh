#!/bin/sh
echo "connect-distributed.sh: Leat runs connectors in one process so far: bin/connect-standalone.sh (connect/README.md)." >&2
exit 1
