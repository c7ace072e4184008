#!/bin/sh
# What the last step of deploy-api.chronum.yaml runs: pretends to roll a release out, host by host.
set -eu

for host in ams-1 fra-1 lon-1; do
  printf '\033[34m%s\033[0m  switching to the new release .. ' "$host"
  sleep 0.3
  printf '\033[32mok\033[0m\n'
done
echo "deployed to 3 hosts"
