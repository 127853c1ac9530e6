#!/usr/bin/env bash
# Runs deploy/compose/compose.yaml for real: feeds lines, kills a silo and an ingest, and audits every figure.
#
#   tests/compose.sh
#
# Needs root, docker-compose, Java 17, KAFKA_HOME (an Apache Kafka distribution, for its producer), and DOCKER_SH, a script that
# starts a Docker engine (start DIR) with the base images (standins DIR all) and stops it (stop DIR). Without them it says so and
# ends with 0. That engine has no network of its own: all services run on the host's, at ports of their own. So what is tried
# here is everything in the file but its names and published ports.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
repository=$PWD
die() { echo "compose.sh: $*" >&2; exit 1; }
skip() { echo "compose.sh: skipped: $*"; exit 0; }

shared=$repository/../shared
DOCKER_SH=${DOCKER_SH:-$shared/docker/docker.sh} KAFKA_HOME=${KAFKA_HOME:-$shared/kafka}
[ -x "$DOCKER_SH" ] || skip "Docker is missing: DOCKER_SH names no script ($DOCKER_SH)"
command -v docker-compose >/dev/null || skip "docker-compose is missing"
command -v java >/dev/null || skip "Java is missing"
jars=$KAFKA_HOME/libs; [ -d "$jars" ] || jars=$KAFKA_HOME/lib
[ -d "$jars" ] || skip "Kafka's producer is missing: KAFKA_HOME is '$KAFKA_HOME'"
[ "$(id -u)" = 0 ] || skip "must be root"

work=$(mktemp -d) engine=${ROLLOUT_DIR:+$ROLLOUT_DIR/docker}
engine=${engine:-$work/docker}
export DOCKER_HOST=unix://$engine/docker.sock DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
MYSQL_PASSWORD=$(openssl rand -hex 16) MYSQL_ROOT_PASSWORD=$(openssl rand -hex 16)
export MYSQL_PASSWORD MYSQL_ROOT_PASSWORD
compose() { docker-compose --project-name recharge-rollout --project-directory deploy/compose --file "$work/compose.yaml" --file "$work/host.yaml" "$@"; }
stop() {
  trap - EXIT
  compose down --volumes --timeout 20 >/dev/null 2>&1
  [ -n "${ROLLOUT_DIR:-}" ] || "$DOCKER_SH" stop "$engine" >/dev/null 2>&1
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

# A network of the host's has no names and no published ports, and processes of one role need ports of their own.
sed '/^    ports:/d; /^    build:/d' deploy/compose/compose.yaml >"$work/compose.yaml"
on_host() { # SERVICE KEY=VALUE…
  printf '  %s:\n    network_mode: host\n    extra_hosts: ["mysql:127.0.0.1", "redis:127.0.0.1", "kafka:127.0.0.1"]\n' "$1"
  shift
  [ $# -eq 0 ] || printf '    environment:\n'
  local pair
  for pair in "$@"; do printf '      %s: "%s"\n' "${pair%%=*}" "${pair#*=}"; done
}
{
  echo 'services:'
  for name in mysql redis kafka topic schema; do on_host $name; done
  on_host silo-1 Silo__Url=http://127.0.0.1:8181 Cluster__SiloPort=11181 Cluster__GatewayPort=30081 Cluster__AdvertisedAddress=127.0.0.1
  on_host silo-2 Silo__Url=http://127.0.0.1:8182 Cluster__SiloPort=11182 Cluster__GatewayPort=30082 Cluster__AdvertisedAddress=127.0.0.1
  on_host ingest-1 Ingest__Url=http://127.0.0.1:8183
  on_host ingest-2 Ingest__Url=http://127.0.0.1:8184
  on_host api Api__Url=http://127.0.0.1:8080
} >"$work/host.yaml"

"$DOCKER_SH" start "$engine" >/dev/null && "$DOCKER_SH" standins "$engine" all >/dev/null || die "no Docker engine"
docker build --network host --tag recharge-monitor:0.1.0 . >"$work/build.log" 2>&1 || { tail -n 20 "$work/build.log" >&2; die "the image does not build"; }
compose up --detach >"$work/up.log" 2>&1 || { tail -n 20 "$work/up.log" >&2; die "it does not start"; }
container=$(docker create recharge-monitor:0.1.0) && docker cp "$container:/app" "$work/app" >/dev/null && docker rm "$container" >/dev/null || die "the image holds no /app"
monitor() { dotnet "$work/app/recharge-monitor.dll" "$@"; }
produce() { # SEED: a batch that is given up is a batch lost, and what was behind it may come twice
  monitor generate --orders 4000 --day 20260101 --seed "$1" --out "$work/order-$1.log" || die "no lines"
  java -Xmx128m -cp "$jars/*" org.apache.kafka.tools.ConsoleProducer --bootstrap-server localhost:9094 --topic JsonData \
    --request-required-acks all --message-send-max-retries 2147483647 --command-property delivery.timeout.ms=2147483647 \
    --command-property max.in.flight.requests.per.connection=1 <"$work/order-$1.log" >"$work/producer.log" 2>&1 || { cat "$work/producer.log" >&2; die "Kafka takes no lines"; }
}
exact() { # WHEN: the topic has every line, and every figure is that of the topic's lines: what a producer repeats counts twice
  java -Xmx128m -cp "$jars/*" org.apache.kafka.tools.consumer.ConsoleConsumer --bootstrap-server localhost:9094 --topic JsonData \
    --from-beginning --timeout-ms 10000 2>"$work/consumer.log" | LC_ALL=C grep -a '^{' >"$work/topic.log" # It says there too that nothing came any more.
  cat "$work"/order-*.log | LC_ALL=C sort | LC_ALL=C comm -23 - <(LC_ALL=C sort "$work/topic.log") >"$work/missing.log"
  [ ! -s "$work/missing.log" ] || { head -n 3 "$work/missing.log" "$work/producer.log" >&2; die "Kafka does not hold all lines $1"; }
  monitor audit "$work/topic.log" --against http://127.0.0.1:8080 --wait 180 >"$work/audit.log" 2>&1 || { tail -n 20 "$work/audit.log" >&2; compose ps >&2; compose logs --tail=5 >&2; die "figures differ $1"; }
  echo "$1: $(tail -n 1 "$work/audit.log"); $(wc -l <"$work/topic.log") lines of $(cat "$work"/order-*.log | wc -l) that were written"
}

produce 1
exact "after the start"
docker kill recharge-rollout_silo-1_1 recharge-rollout_ingest-2_1 >/dev/null || die "nobody to kill"
produce 2
exact "after the death of a silo and an ingest"
compose start silo-1 ingest-2 >/dev/null 2>&1
compose restart --timeout 20 >"$work/restart.log" 2>&1 || { cat "$work/restart.log" >&2; die "it does not start again"; }
produce 3
exact "after all were stopped and started again"
