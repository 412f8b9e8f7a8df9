#!/bin/sh
echo "kafka-delegation-tokens.sh: Leat has no delegation tokens; give each client a login of its own with SCRAM or OAUTHBEARER (log-server/docs/security.md)." >&2
exit 1
