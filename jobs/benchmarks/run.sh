#!/usr/bin/env bash
# Builds what is needed and measures. The first word may name the benchmark (main-job, the default,
# usual, schemes, sources or clusters); all other arguments go to it (--help lists them).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cd "$home"
mvn -B -ntp -q package -pl jobs/benchmarks -am -DskipTests \
  -Dspotless.check.skip -Dcheckstyle.skip
class=MainJobBenchmark
case "${1:-}" in
  main-job) shift ;;
  usual) class=UsualBenchmark; shift ;;
  schemes) class=SchemesBenchmark; shift ;;
  sources) class=SourcesBenchmark; shift ;;
  clusters) class=ClustersBenchmark; shift ;;
esac
exec "$java" -Xmx2g -cp jobs/benchmarks/target/clientele-benchmarks.jar \
  "io.clientele.benchmarks.$class" --home "$home" "$@"
