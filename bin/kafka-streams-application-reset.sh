#!/bin/sh
exec "$(dirname "$0")/leat" kafka-streams-application-reset "$@"
