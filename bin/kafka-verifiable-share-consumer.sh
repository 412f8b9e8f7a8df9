#!/bin/sh
exec "$(dirname "$0")/leat" kafka-verifiable-share-consumer "$@"
