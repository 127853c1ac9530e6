#!/usr/bin/env bash
# Starts a whole cluster on this machine, feeds it with the log files of 23 made-up hosts, and serves the wall. Ctrl-C stops it.
#
#   ./cluster.sh [--rate LINES_PER_SECOND=500] [--lines N] [--shards N] [--port PORT=8080] [--data DIR]
#
#   --rate    how fast the hosts log       --lines   the hosts fall silent after so many lines; the cluster goes on
#   --shards  in how many parts national and minute figures are kept: 1 unless the database has another number already
#   --port    where the wall is served     --data    keep everything in this new folder; otherwise it is a temporary one that goes in the end
#
# Needs Java 17 and KAFKA_HOME (an Apache Kafka distribution), and Debian's mariadb-server and redis-server. Servers that
# run already are taken instead by MySql__ConnectionString, Redis__Configuration and KAFKA_BOOTSTRAP (KAFKA_HOME then only
# lends its producer). Passwords as in docs/cluster.md.
set -uo pipefail
cd "$(dirname "$0")"
PATH=$PATH:/usr/sbin

die() { echo "cluster.sh: $*" >&2; exit 1; }
usage() { sed -n '2,12s/^# \{0,1\}//p' cluster.sh; exit "$1"; }

rate=500 lines='' shards='' port=8080 data='' topic=JsonData
while [ $# -gt 0 ]; do
  case $1 in
    --rate | --lines | --shards | --port) [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || die "$1 takes a whole number from 1 on, not '${2:-}'"; declare "${1#--}=$2"; shift 2 ;;
    --data) [ -n "${2:-}" ] || die "--data takes a folder"; data=$2; shift 2 ;;
    --help | -h) usage 0 ;;
    *) echo "cluster.sh: unknown argument '$1'" >&2; usage 2 >&2 ;;
  esac
done

own_database=true own_redis=true own_kafka=true
[ -z "${MySql__ConnectionString:-}" ] || own_database=false
[ -z "${Redis__Configuration:-}" ] || own_redis=false
[ -z "${KAFKA_BOOTSTRAP:-}" ] || own_kafka=false
$own_database && { command -v mariadbd mariadb-install-db >/dev/null || die "MariaDB is missing: install mariadb-server, or name a database with MySql__ConnectionString"; }
$own_redis && { command -v redis-server >/dev/null || die "Redis is missing: install redis-server, or name a server with Redis__Configuration"; }
command -v java >/dev/null || die "Java is missing: install a JRE from 17 on"
[ -n "${KAFKA_HOME:-}" ] || die "KAFKA_HOME is not set: unpack Apache Kafka and name its folder"
jars=$KAFKA_HOME/libs; [ -d "$jars" ] || jars=$KAFKA_HOME/lib
[ -d "$jars" ] || die "KAFKA_HOME is '$KAFKA_HOME': it has no folder libs"
if [ -n "$data" ]; then
  [ ! -e "$data" ] || [ -z "$(ls -A "$data")" ] || die "--data is '$data', which is not empty: name a new folder"
  mkdir -p "$data" || exit 1
  data=$(cd "$data" && pwd)
else
  data=$(mktemp -d) && temporary=true
fi

names=() ids=()
stop() { # Orderly, the last started first: what feeds ends before what counts, and that before its servers.
  trap '' INT TERM
  trap - EXIT
  [ "${#ids[@]}" -eq 0 ] || echo "stopping"
  [ -z "${hosts:-}" ] || kill -TERM "$hosts" 2>/dev/null
  local left=("${ids[@]}") index
  for ((index = ${#left[@]} - 1; index >= 0; index--)); do
    kill -TERM -- "-${left[index]}" 2>/dev/null
    for _ in $(seq 200); do kill -0 "${left[index]}" 2>/dev/null || break; sleep 0.1; done
    kill -KILL -- "-${left[index]}" 2>/dev/null
  done
  [ -z "${temporary:-}" ] || rm -rf "$data"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Each has a process group of its own, so that Ctrl-C reaches this script alone, which then stops them in order.
start() { # NAME COMMAND…
  local name=$1
  shift
  setsid "$@" >"$data/$name.log" 2>&1 </dev/null &
  names+=("$name") ids+=("$!")
  disown "$!" # Whoever kills one is told by this script, not by the shell as well.
}
listens() { (exec 9<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
taken=" $port "
free() { # Sets the variable to a port that nobody has, below those that systems hand out.
  local candidate
  while :; do
    candidate=$((RANDOM % 12000 + 20000))
    [[ $taken != *" $candidate "* ]] && ! listens "$candidate" && break
  done
  taken+="$candidate "
  printf -v "$1" %s "$candidate"
}
ready() { # PORT: /readyz answers 200
  local status
  exec 9<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&9
  read -r -t 5 status <&9
  exec 9>&-
  [[ $status == *" 200 "* ]]
}
await() { # NAME COMMAND…: until it succeeds
  local name=$1 index=$((${#ids[@]} - 1))
  shift
  for _ in $(seq 600); do
    "$@" >/dev/null 2>&1 && return
    for index in "${!ids[@]}"; do
      kill -0 "${ids[index]}" 2>/dev/null || { tail -n 5 "$data/${names[index]}.log" >&2; die "${names[index]} has ended"; }
    done
    sleep 0.2
  done
  tail -n 5 "$data/$name.log" >&2
  die "$name was not ready within two minutes"
}
kafka() { java -Xmx256m -cp "$jars/*" "$@"; }

listens "$port" && die "port $port is in use by another program: choose another with --port"
echo "building"
output=$(dotnet build src/Monitor -c Release --nologo -v quiet 2>&1) || { echo "$output" >&2; die "the build failed"; }
monitor=src/Monitor/bin/Release/net10.0/recharge-monitor

if $own_database; then
  free database_port
  mariadb-install-db --no-defaults --datadir="$data/database" --auth-root-authentication-method=normal --skip-test-db --user="$(id -un)" >"$data/install.log" 2>&1 || { tail -n 5 "$data/install.log" >&2; die "MariaDB's folder cannot be made"; }
  echo 'CREATE DATABASE IF NOT EXISTS recharge;' >"$data/init.sql"
  start database mariadbd --no-defaults --datadir="$data/database" --port="$database_port" --bind-address=127.0.0.1 --socket="$data/database.socket" --pid-file="$data/database.pid" --user="$(id -un)" --init-file="$data/init.sql"
  export MySql__ConnectionString="Server=127.0.0.1;Port=$database_port;Database=recharge;User ID=root"
fi
if $own_redis; then
  free redis_port
  start redis redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$data" --save '' --appendonly no
  export Redis__Configuration=127.0.0.1:$redis_port
fi
if $own_kafka; then
  free broker_port
  free controller_port
  export KAFKA_BOOTSTRAP=127.0.0.1:$broker_port
  printf '%s\n' process.roles=broker,controller node.id=1 "controller.quorum.voters=1@127.0.0.1:$controller_port" \
    "listeners=PLAINTEXT://$KAFKA_BOOTSTRAP,CONTROLLER://127.0.0.1:$controller_port" "advertised.listeners=PLAINTEXT://$KAFKA_BOOTSTRAP" \
    controller.listener.names=CONTROLLER "log.dirs=$data/kafka" offsets.topic.replication.factor=1 offsets.topic.num.partitions=1 \
    transaction.state.log.replication.factor=1 transaction.state.log.min.isr=1 group.initial.rebalance.delay.ms=0 >"$data/kafka.properties"
  kafka kafka.tools.StorageTool format -t CnJlY2hhcmdlLW1vbml0bw -c "$data/kafka.properties" >"$data/format.log" 2>&1 || { tail -n 5 "$data/format.log" >&2; die "Kafka's folder cannot be made"; }
  start kafka java -Xmx512m -cp "$jars/*" kafka.Kafka "$data/kafka.properties"
  await kafka listens "$broker_port"
fi
kafka org.apache.kafka.tools.TopicCommand --bootstrap-server "$KAFKA_BOOTSTRAP" --create --if-not-exists --topic "$topic" --partitions 4 >"$data/topic.log" 2>&1 || { tail -n 5 "$data/topic.log" >&2; die "topic $topic cannot be made at $KAFKA_BOOTSTRAP"; }
await database "$monitor" schema apply ${shards:+--shards "$shards"}

for number in 1 2; do
  free silo_port
  free gateway_port
  free silo_health
  free ingest_health
  start "silo-$number" "$monitor" silo --silo-port "$silo_port" --gateway-port "$gateway_port" --advertised-address 127.0.0.1 --url "http://localhost:$silo_health"
  start "ingest-$number" "$monitor" ingest --kafka "$KAFKA_BOOTSTRAP" --topic "$topic" --url "http://localhost:$ingest_health"
  health+=("silo-$number $silo_health" "ingest-$number $ingest_health")
done
start api "$monitor" api --url "http://localhost:$port"
health+=("api $port")
for pair in "${health[@]}"; do await "${pair% *}" ready "${pair#* }"; done

# A tail per file, whose lines come out whole, into one producer.
export jars topic data
# shellcheck disable=SC2016
start collector bash -c '
  until [ "$(find "$data/hosts" -type f 2>/dev/null | wc -l)" -ge 43 ]; do sleep 0.1; done
  find "$data/hosts" -type f | { while read -r file; do tail -n +1 -F "$file" 2>/dev/null | LC_ALL=C grep -a --line-buffered "" & done; wait; } |
    java -Xmx128m -cp "$jars/*" org.apache.kafka.tools.ConsoleProducer --bootstrap-server "$KAFKA_BOOTSTRAP" --topic "$topic"'
setsid "$monitor" generate --hosts "$data/hosts" --rate "$rate" ${lines:+--lines "$lines"} >"$data/hosts.log" 2>&1 </dev/null &
hosts=$!

echo "wall       http://localhost:$port/        REST: http://localhost:$port/api/v1/overview"
$own_database && echo "database   MariaDB, port $database_port"
$own_redis && echo "redis      port $redis_port"
echo "kafka      $KAFKA_BOOTSTRAP, topic $topic"
for pair in "${health[@]}"; do echo "$(printf '%-10s' "${pair% *}") http://localhost:${pair#* }/readyz"; done
echo "hosts      $data/hosts, $rate lines/s${lines:+, $lines in all}"
echo "logs       $data/*.log"
echo "audit      $monitor audit $data/hosts --against http://localhost:$port --wait 30      (after --lines, or: kill $hosts)"
echo "Ctrl-C stops it"

# One that is killed for trying it is missed and said, and the others go on.
while sleep 1; do
  for index in "${!ids[@]}"; do
    kill -0 "${ids[index]}" 2>/dev/null && continue
    echo "${names[index]} has ended: see $data/${names[index]}.log"
    unset "names[index]" "ids[index]"
  done
done
