#!/usr/bin/env bash
# Builds the image, runs it on a real Kubernetes from deploy/k8s/overlays/dev, and upgrades, kills, evicts, drains and scales
# everything while lines flow. After each blow the monitor is audited against the hosts' files: no figure may differ.
#
#   tests/rollout.sh [--rate LINES_PER_SECOND=300] [--seconds SECONDS_OF_LOAD_PER_BLOW=30] [BLOW…]
#
#   BLOW      only these, in this order; without any, all: see the list at the end
#
# Needs root, jq, Java 17, KAFKA_HOME (an Apache Kafka distribution, for its producer), and two scripts that start what they say:
#   DOCKER_SH   start DIR | standins DIR all | stop DIR             a Docker engine; its base images
#   KUBE_SH     start DIR | load DIR IMAGE | kubectl DIR … | run DIR CMD… | stop DIR    a Kubernetes, and commands inside its network
# Without them it says so and ends with 0. With ROLLOUT_DIR, engine and cluster are kept there and used again by the next run.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
repository=$PWD

die() { echo "rollout.sh: $*" >&2; exit 1; }
skip() { echo "rollout.sh: skipped: $*"; exit 0; }
say() { printf '%s  %s\n' "$(date +%T)" "$*"; }

rate=300 seconds=30 blows=()
while [ $# -gt 0 ]; do
  case $1 in
    --rate | --seconds) [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || die "$1 takes a whole number from 1 on, not '${2:-}'"; declare "${1#--}=$2"; shift 2 ;;
    --help | -h) sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) die "unknown argument '$1'" ;;
    *) blows+=("$1"); shift ;;
  esac
done

shared=$repository/../shared
DOCKER_SH=${DOCKER_SH:-$shared/docker/docker.sh} KUBE_SH=${KUBE_SH:-$shared/kube/kube.sh} KAFKA_HOME=${KAFKA_HOME:-$shared/kafka}
[ -x "$DOCKER_SH" ] || skip "Docker is missing: DOCKER_SH names no script ($DOCKER_SH)"
[ -x "$KUBE_SH" ] || skip "Kubernetes is missing: KUBE_SH names no script ($KUBE_SH)"
command -v java >/dev/null || skip "Java is missing"
command -v jq >/dev/null || skip "jq is missing"
jars=$KAFKA_HOME/libs; [ -d "$jars" ] || jars=$KAFKA_HOME/lib
[ -d "$jars" ] || skip "Kafka's producer is missing: KAFKA_HOME is '$KAFKA_HOME'"
[ "$(id -u)" = 0 ] || skip "must be root"

if [ -n "${ROLLOUT_DIR:-}" ]; then mkdir -p "$ROLLOUT_DIR"; home=$(cd "$ROLLOUT_DIR" && pwd) keep=true; else home=$(mktemp -d) keep=false; fi
work=$(mktemp -d) namespace=recharge-monitor feed='' host=''
dev=$work/k8s/overlays/dev overlay=$work/k8s/overlays/rollout
export DOCKER_HOST=unix://$home/docker/docker.sock DOCKER_BUILDKIT=0

k() { "$KUBE_SH" kubectl "$home/kube" --namespace "$namespace" "$@"; }
inside() { "$KUBE_SH" run "$home/kube" "$@"; }
monitor() { dotnet "$work/app/recharge-monitor.dll" "$@"; }

stop() {
  trap '' INT TERM
  trap - EXIT
  local pid
  for pid in $feed $host; do kill -TERM -- "-$pid" 2>/dev/null; done
  if ! $keep; then
    "$KUBE_SH" stop "$home/kube" >/dev/null 2>&1
    "$DOCKER_SH" stop "$home/docker" >/dev/null 2>&1
    rm -rf "$home"
  fi
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
fail() { # What is there is shown, for whoever reads the log of a machine that is gone.
  echo "rollout.sh: $*" >&2
  k get pods -o wide >&2
  k get events --sort-by=.lastTimestamp 2>/dev/null | tail -n 15 >&2
  for pod in $(k get pods -l 'app.kubernetes.io/component in (silo,ingest,api,schema)' -o name); do echo "== $pod" >&2; k logs --tail=5 "$pod" >&2; done
  exit 1
}
await() { # SECONDS WHAT COMMAND…: until it succeeds
  local limit=$1 what=$2 until=$((SECONDS + $1))
  shift 2
  while ! "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $until ] || fail "within $limit s it was not so: $what"
    sleep 1
  done
}

# --- The image

build() {
  "$DOCKER_SH" start "$home/docker" >/dev/null || die "the Docker engine does not start"
  "$DOCKER_SH" standins "$home/docker" all >/dev/null || die "the base images cannot be made"
  docker build --network host --tag recharge-monitor:0.1.0 . >"$work/build.log" 2>&1 || { tail -n 20 "$work/build.log" >&2; die "the image does not build"; }
  docker tag recharge-monitor:0.1.0 recharge-monitor:0.2.0
  # It refuses to start, as a version does whose settings do not fit it.
  printf 'FROM recharge-monitor:0.1.0\nENV Cluster__Nonsense=1 Redis__Nonsense=1\n' | docker build --tag recharge-monitor:0.3.0-broken - >"$work/build.log" 2>&1 || die "the broken image does not build"
  local container
  container=$(docker create recharge-monitor:0.1.0) && docker cp "$container:/app" "$work/app" >/dev/null && docker rm "$container" >/dev/null || die "the image holds no /app"
  say "image       $(docker image inspect --format '{{.Size}}' recharge-monitor:0.1.0 | awk '{printf "%.0f MB", $1 / 1e6}') with its base"
}

# --- The cluster

start() {
  [ -e "$home/kube/run/etcd.pid" ] || "$KUBE_SH" start "$home/kube" >/dev/null || die "Kubernetes does not start"
  bring mysql:8.4 redis:7.4 apache/kafka:4.1.0
  bring recharge-monitor:0.1.0 recharge-monitor:0.2.0 recharge-monitor:0.3.0-broken
  cp -r deploy/k8s "$work/k8s"
  mkdir -p "$overlay"
  # MariaDB stands in for MySQL, and its image makes the users as whoever it runs as, which must be called root.
  cat >"$overlay/kustomization.yaml" <<Y
resources: [../dev]
namespace: $namespace
configMapGenerator: [{name: mysql-client, literals: ["client.cnf=[client]\nuser=root"]}]
patches:
  - target: {kind: StatefulSet, name: mysql}
    patch: |-
      - {op: add, path: /spec/template/spec/volumes/-, value: {name: client, configMap: {name: mysql-client}}}
      - {op: add, path: /spec/template/spec/containers/0/volumeMounts/-, value: {name: client, mountPath: /etc/mysql/conf.d/client.cnf, subPath: client.cnf}}
Y
  # What a run before has counted is not in the files of this one's hosts.
  "$KUBE_SH" kubectl "$home/kube" delete namespace "$namespace" --ignore-not-found --timeout=180s >/dev/null || die "the former namespace does not go"
  k apply --filename "$dev/namespace.yaml" >/dev/null || die "there is no namespace"
  local name
  for name in database database-admin; do
    k create secret generic $name --from-literal=password="$(openssl rand -hex 16)" >/dev/null || die "there is no secret $name"
  done
  # The real judge of all manifests. Its warnings, of PodSecurity above all, count as refusals; that a Job's name with a tag's dots
  # is none for a host does not matter, for nobody calls it.
  for name in dev prod; do
    k apply --kustomize "$work/k8s/overlays/$name" --dry-run=server --validate=strict >"$work/dry-run.log" 2>&1 && ! grep Warning "$work/dry-run.log" | grep -qv 'must not contain dots' ||
      { cat "$work/dry-run.log" >&2; die "Kubernetes refuses overlays/$name"; }
  done
  say "Kubernetes  $(k version --output json | sed -n '/serverVersion/,$s/.*"gitVersion": "\(.*\)".*/\1/p') accepts overlays/dev and overlays/prod"
  deploy 0.1.0
  produce # The first lines make the topic, and no ingest is ready without one.
  settled
  say "dev         all of it is ready"
}
bring() { # IMAGE…: to the node in one archive, unless a run before did
  local mark=$home/loaded/${1//[\/:]/_} ids
  ids=$(docker image inspect --format '{{.Id}}' "$@") && mkdir -p "$home/loaded" || die "there is no image $1"
  [ "$(cat "$mark" 2>/dev/null)" = "$ids" ] && return
  docker save --output "$work/images.tar" "$@" && "$KUBE_SH" load "$home/kube" "$work/images.tar" >/dev/null && echo "$ids" >"$mark" || die "$1 cannot be loaded"
  rm "$work/images.tar"
}
deploy() { # TAG: what a new version is: another tag in the overlay
  sed -i "s/newTag: .*/newTag: $1/" "$dev/kustomization.yaml"
  k apply --kustomize "$overlay" >"$work/apply.log" 2>&1 || { cat "$work/apply.log" >&2; fail "version $1 cannot be applied"; }
}
settled() {
  local name
  for name in statefulset/mysql statefulset/kafka deployment/redis deployment/silo deployment/ingest deployment/api; do
    k rollout status "$name" --timeout=300s >"$work/status.log" 2>&1 || { cat "$work/status.log" >&2; fail "$name is not ready"; }
  done
}
running() { # COMPONENT TAG: all of its pods run that version and are ready
  [ "$(k get pods -l "app.kubernetes.io/component=$1" -o jsonpath='{range .items[*]}{.spec.containers[0].image} {.status.containerStatuses[0].ready}{"\n"}{end}' | sort -u)" = "recharge-monitor:$2 true" ]
}
count_of() { k get pods -l "app.kubernetes.io/component=$1" --field-selector=status.phase=Running -o name | wc -l; }
pod_of() { k get pods -l "app.kubernetes.io/component=$1" --field-selector=status.phase=Running -o jsonpath='{.items[0].metadata.name}'; }
is_ready() { [ "$(k get pod "$1" -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}')" = True ]; }
is_unready() { ! is_ready "$1"; }
restarts() { k get pods -l 'app.kubernetes.io/component in (silo,ingest,api)' -o jsonpath='{range .items[*]}{.metadata.name}={.status.containerStatuses[0].restartCount} {end}'; }

# --- The load

api=http://api.$namespace.svc.cluster.local kafka=kafka.$namespace.svc.cluster.local:9092 round=0
produce() { # A tail per file, whose lines come out whole, into one producer that never gives up.
  mkdir -p "$work/hosts"
  export work jars kafka KUBE_SH home
  monitor generate --hosts "$work/hosts" --orders 20 --day 20260101 || die "the hosts write nothing"
  # shellcheck disable=SC2016
  setsid bash -c '
    find "$work/hosts" -type f | { while read -r file; do tail -n +1 -F "$file" 2>/dev/null | LC_ALL=C grep -a --line-buffered "" & done; wait; } |
      "$KUBE_SH" run "$home/kube" java -Xmx128m -cp "$jars/*" org.apache.kafka.tools.ConsoleProducer --bootstrap-server "$kafka" --topic JsonData \
        --request-required-acks all --message-send-max-retries 2147483647 --max-block-ms 9223372036854775807 \
        --command-property delivery.timeout.ms=2147483647 --command-property linger.ms=20' >"$work/producer.log" 2>&1 </dev/null &
  feed=$!
}
load() { # Lines flow for a while, of a day of their own
  round=$((round + 1))
  setsid dotnet "$work/app/recharge-monitor.dll" generate --hosts "$work/hosts" --append --rate "$rate" --lines $((rate * seconds)) --seed $round --day "$(date -d "2026-01-01 + $round days" +%Y%m%d)" >"$work/generate.log" 2>&1 </dev/null &
  host=$!
}
exact() { # The hosts have fallen silent: every figure is theirs
  wait "$host" || { cat "$work/generate.log" >&2; die "the hosts broke"; }
  host=''
  inside dotnet "$work/app/recharge-monitor.dll" audit "$work/hosts" --against "$api" --wait 180 >"$work/audit.log" 2>&1 || { tail -n 30 "$work/audit.log" "$work/producer.log" >&2; fail "figures differ after: $1"; }
}
strike() { # NAME COMMAND…
  local name=$1 began
  shift
  load
  sleep $((seconds / 4))
  began=$SECONDS
  "$@" || fail "$name"
  settled
  local ready=$((SECONDS - began))
  exact "$name"
  say "$(printf '%-52s' "$name") ready again after ${ready} s; $(tail -n 1 "$work/audit.log")"
}

# --- The blows

ask() { inside curl -sSf --max-time 10 "$api$1"; } # PATH: what REST or the page answers through the service
serves() { # The page, REST, the live feed and the description, through the service
  local path=$work/answer
  [[ $(ask /) == *'<html'* ]] || fail "the wall is not served"
  [[ $(ask /api/v1/overview) == *'"total":'* ]] || fail "REST does not answer"
  [[ $(ask /openapi/v1.json) == *'"openapi"'* ]] || fail "REST is not described"
  inside curl -sS --max-time 3 -N "$api/api/v1/live" >"$path" 2>/dev/null
  grep -q '^data:' "$path" || fail "the live feed says nothing"
}
use() { # What each pod takes while lines flow: CPU over the time, memory at its end, as its node counts them
  usage >"$work/before" && sleep $((seconds / 2)) && usage >"$work/after" || fail "the node does not say what its pods take"
  join "$work/before" "$work/after" | awk '$5 > $2 {printf "          %-40s %5.0f m CPU  %5.0f MiB\n", $1, ($6 - $3) / ($5 - $2) / 1e6, $7 / 1048576}'
}
usage() { # For each pod: its name, the time of the figures in seconds, CPU in nanoseconds, bytes of memory
  k get --raw "/api/v1/nodes/$(k get nodes -o jsonpath='{.items[0].metadata.name}')/proxy/stats/summary" |
    jq -r --arg namespace "$namespace" '.pods[] | select(.podRef.namespace == $namespace and .memory.workingSetBytes != null)
      | "\(.podRef.name) \(.cpu.time | fromdate) \(.cpu.usageCoreNanoSeconds) \(.memory.workingSetBytes)"' | sort
}
upgrade() {
  deploy 0.2.0
  settled
  local component
  for component in silo ingest api; do await 60 "all $component pods run 0.2.0" running $component 0.2.0; done
}
delete() { k delete pod "$(pod_of "$1")" --wait=false >/dev/null && sleep 2; }
kill_at_once() { k delete pod "$(pod_of "$1")" --grace-period=0 --force >/dev/null 2>&1 && sleep 2; }
kafka_killed() { # Ingests wait for it, and nobody ends
  local before
  before=$(restarts)
  kill_at_once kafka || return
  settled
  [ "$(restarts)" = "$before" ] || fail "Kafka was killed, and that restarted somebody: $before, now $(restarts)"
}
database_away() { # Silos are not ready meanwhile, nobody is restarted for it, and the figures can still be read
  local silo before
  silo=$(pod_of silo) before=$(restarts)
  k scale statefulset/mysql --replicas=0 >/dev/null
  await 60 "silo $silo is not ready without its database" is_unready "$silo"
  ask /api/v1/overview >/dev/null || fail "REST does not answer without the database"
  k scale statefulset/mysql --replicas=1 >/dev/null
  await 120 "silo $silo is ready with its database" is_ready "$silo"
  [ "$(restarts)" = "$before" ] || fail "the database was away, and that restarted somebody: $before, now $(restarts)"
}
scale_silos() {
  local number
  for number in 3 2; do
    k scale deployment/silo --replicas=$number >/dev/null && settled
    await 60 "$number silos run" test_count silo $number
  done
}
scale_ingests() { k scale deployment/ingest --replicas=2 >/dev/null && settled; }
test_count() { [ "$(count_of "$1")" = "$2" ]; }
evict() { # POD
  printf '{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"%s","namespace":"%s"}}' "$1" "$namespace" |
    k create --raw "/api/v1/namespaces/$namespace/pods/$1/eviction" --filename - 2>&1
}
budget() { # Of two silos one may be evicted, and the other not before it is replaced
  local first second answer
  k scale deployment/silo --replicas=2 >/dev/null && settled
  read -r first second <<<"$(k get pods -l app.kubernetes.io/component=silo --field-selector=status.phase=Running -o jsonpath='{.items[*].metadata.name}')"
  [ -n "$second" ] || fail "there are no two silos: $first"
  answer=$(evict "$first") || fail "a silo of two cannot be evicted: $answer"
  answer=$(evict "$second") && fail "both silos can be evicted"
  [[ $answer == *"disruption budget"* ]] || fail "the second eviction was refused for another reason: $answer"
}
drain() { # One node, so what is evicted has nowhere to go: budgets keep one of each role, and the rest returns afterwards
  local node roles='silo ingest api' component left=()
  k scale deployment/silo deployment/ingest deployment/api --replicas=2 >/dev/null && settled
  node=$(k get nodes -o jsonpath='{.items[0].metadata.name}')
  # The servers stay, as if they were on other nodes. Without its database no silo is ready, and budgets do not keep those.
  k drain "$node" --pod-selector="app.kubernetes.io/component in (${roles// /,})" --ignore-daemonsets --delete-emptydir-data --timeout=40s >"$work/drain.log" 2>&1 &&
    left+=("nothing that holds it up;")
  for component in $roles; do [ "$(count_of "$component")" -ge 1 ] || left+=("no $component"); done
  k uncordon "$node" >/dev/null
  [ "${#left[@]}" = 0 ] || fail "the drain left on the only node: ${left[*]}"
  grep -q "disruption budget" "$work/drain.log" || fail "the drain ended for another reason: $(tail -n 3 "$work/drain.log")"
}
bad_image() { # It takes nothing away, and the former tag mends it
  deploy 0.3.0-broken
  await 90 "the broken silo has failed" has_failed silo
  k rollout status deployment/silo --timeout=5s >/dev/null 2>&1 && fail "a broken image rolled out"
  local component
  for component in silo ingest api; do
    [ "$(k get deployment $component -o jsonpath='{.status.availableReplicas}')" = "$(k get deployment $component -o jsonpath='{.spec.replicas}')" ] || fail "the broken image took a $component away"
  done
  deploy 0.2.0
}
has_failed() { [ "$(k get pods -l "app.kubernetes.io/component=$1" -o jsonpath='{.items[*].status.containerStatuses[0].restartCount}' | tr ' ' '\n' | sort -n | tail -n 1)" -ge 1 ]; }

all=(calm use upgrade silo silo-at-once ingest api redis kafka scale-silos scale-ingests budget database database-away drain bad-image)
blow() {
  case $1 in
    calm) strike "no blow" serves ;;
    use) strike "no blow, measured" use ;;
    upgrade) strike "rolling update to a second tag" upgrade ;;
    silo) strike "a silo's pod deleted" delete silo ;;
    silo-at-once) strike "a silo's pod deleted at once" kill_at_once silo ;;
    ingest) strike "an ingest's pod deleted" delete ingest ;;
    api) strike "an api's pod deleted" delete api ;;
    redis) strike "Redis' pod deleted at once (it comes back empty)" kill_at_once redis ;;
    kafka) strike "Kafka's pod deleted at once" kafka_killed ;;
    scale-silos) strike "silos from 1 to 3 to 2" scale_silos ;;
    scale-ingests) strike "ingests from 1 to 2" scale_ingests ;;
    budget) strike "a silo of two evicted, the other refused" budget ;;
    database) strike "MySQL's pod deleted at once" kill_at_once mysql ;;
    database-away) strike "MySQL away until silos notice" database_away ;;
    drain) strike "the node drained, as far as budgets let" drain ;;
    bad-image) strike "a bad image, rolled back" bad_image ;;
    *) die "no such blow: $1; there are: ${all[*]}" ;;
  esac
}

[ "${#blows[@]}" -gt 0 ] || blows=("${all[@]}")
build
start
for name in "${blows[@]}"; do blow "$name"; done
say "passed: ${#blows[@]} blows, every figure exact after each"
