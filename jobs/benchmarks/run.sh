#!/usr/bin/env bash
# Builds what is needed and measures; all arguments go to the benchmark (--help lists them).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cd "$home"
mvn -B -ntp -q package -pl jobs/benchmarks -am -DskipTests \
  -Dspotless.check.skip -Dcheckstyle.skip
exec "$java" -Xmx2g -jar jobs/benchmarks/target/clientele-benchmarks.jar --home "$home" "$@"
