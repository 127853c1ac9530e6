// What a cluster carries from a topic that was filled beforehand, which process takes which share of the machine, and how
// long a line takes at a peak's rate.
import { setTimeout as delay } from 'node:timers/promises';
import { Cluster } from '../cluster.mjs';
import { BenchError } from '../errors.mjs';
import { probe, probeLine } from '../probe.mjs';
import { percentile } from '../report.mjs';

const auditPollMs = 100;
const warmPart = 0.1;
const partitions = 4;
const stallLimitSeconds = 60;

export async function measureCluster(workspace, { lines, runs, rate, warmUp, window, probes }, section) {
  const input = await workspace.input(lines);
  const results = [];
  for (let run = 0; run < runs; run++)
    results.push(await throughput(workspace, input, lines));
  const values = key => results.map(result => result[key]);
  section.add('lines/s in REST, from a tenth of them to the last', values('rate'), { target: { atLeast: 250_000 } });
  section.add('from the start of ingest until REST shows all, s', values('seconds'), { digits: 1 });
  for (const name of ['ingest', 'silo', 'mariadb', 'redis', 'api', 'broker'])
    section.add(`CPU of ${name}, µs a line`, results.map(result => result.cpu[name]), { digits: 2 });
  section.add('state writes a second meanwhile', values('writes'));
  if (results[0].wire !== null)
    section.add('bytes a notification from ingest to silo', values('wire'), { digits: 1 });
  section.add('peak RSS of ingest, MB', values('ingestPeak'));
  section.add('peak RSS of silo, MB', values('siloPeak'));
  section.note(`${lines.toLocaleString('en-US')} lines in ${partitions} partitions; one ingest, one silo, one api; audit found no difference.`);
  await latency(workspace, { rate, warmUp, window, probes }, section);
}

async function throughput(workspace, input, lines) {
  const cluster = await Cluster.start(workspace, partitions);
  try {
    await cluster.fill(input);
    const started = performance.now();
    await cluster.startIngest();
    const { first, firstLines, last, cpu, writes } = await catchUp(cluster, lines, started);
    const after = cluster.cpuSeconds();
    const { counted, byService } = (await cluster.rest.get('/api/v1/audit')).json;
    const wire = cluster.bytesToSilo();
    const result = {
      seconds: last,
      rate: (lines - firstLines) / (last - first),
      cpu: Object.fromEntries(Object.entries(after).map(([name, seconds]) => [name, (seconds - cpu[name]) / (lines - firstLines) * 1e6])),
      writes: (cluster.writes() - writes) / (last - first),
      wire: wire === null ? null : wire / (2 * counted + byService.reChargeNotifyReq),
      ingestPeak: cluster.memory('ingest').peak,
      siloPeak: cluster.memory('silo').peak,
    };
    await cluster.verify([input]);
    return result;
  } finally {
    await cluster.stop();
  }
}

/** Waits until all is counted. What is measured per line begins when REST shows the first part of them, and programs are warm. */
async function catchUp(cluster, lines, started) {
  let [first, firstLines, seen, changed, cpu, writes] = [0, 0, 0, 0];
  while (seen < lines) {
    const at = (performance.now() - started) / 1_000;
    const { json } = await cluster.rest.get('/api/v1/audit');
    if (json.lines > seen) {
      [seen, changed] = [json.lines, at];
      if (first === 0 && seen >= lines * warmPart)
        [first, firstLines, cpu, writes] = [at, seen, cluster.cpuSeconds(), cluster.writes()];
    } else if (at - changed > stallLimitSeconds) {
      throw new BenchError(`the cluster stands at ${seen} of ${lines} lines since ${stallLimitSeconds} s`);
    }

    await delay(auditPollMs);
  }

  return { first, firstLines, last: changed, cpu, writes };
}

/** Waits until lines are counted: on a busy machine programs take their time to start. */
async function firstLine(cluster) {
  const started = performance.now();
  while ((await cluster.rest.get('/api/v1/audit')).json.lines === 0) {
    if (performance.now() - started > stallLimitSeconds * 1_000)
      throw new BenchError(`the cluster counts no line within ${stallLimitSeconds} s`);
    await delay(auditPollMs);
  }
}

async function latency(workspace, { rate, warmUp, window, probes }, section) {
  const cluster = await Cluster.start(workspace, partitions);
  try {
    const load = cluster.produce();
    const marked = cluster.produce();
    const send = line => marked.child.stdin.write(line);
    send(probeLine(0));
    await cluster.startIngest();
    const generator = workspace.start(workspace.monitor, ['generate', '--rate', `${rate}`], { output: load.child.stdin });
    await firstLine(cluster);
    await delay(warmUp * 1_000);
    const [cpu, writes, started] = [cluster.cpuSeconds(), cluster.writes(), performance.now()];
    await delay(window * 1_000);
    const seconds = (performance.now() - started) / 1_000;
    const [after, writesAfter] = [cluster.cpuSeconds(), cluster.writes()];
    const latencies = await probe(cluster.rest, send, probes);
    if (generator.child.exitCode !== null)
      throw new BenchError(`the generator has ended: ${generator.errorTail()}`);
    for (const program of [generator, load, marked])
      program.child.kill('SIGTERM');
    for (const name of ['ingest', 'silo', 'mariadb', 'redis', 'api', 'broker'])
      section.add(`CPU of ${name} at ${rate.toLocaleString('en-US')} lines/s, % of one core`, [(after[name] - cpu[name]) / seconds * 100], { digits: 1 });
    section.add(`state writes a second at ${rate.toLocaleString('en-US')} lines/s`, [(writesAfter - writes) / seconds]);
    section.add('produce to REST, p50, ms', [percentile(latencies, 0.5)]);
    section.add('produce to REST, p99, ms', [percentile(latencies, 0.99)], { target: { atMost: 2_000 } });
    section.add('produce to REST, max, ms', [latencies.at(-1)]);
  } finally {
    await cluster.stop();
  }
}
