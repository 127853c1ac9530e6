// What a monitor costs at a peak's rate, and how long a line takes from the file to REST.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from '../errors.mjs';
import { probe, probeLine } from '../probe.mjs';
import { percentile } from '../report.mjs';
import { Server } from '../serve.mjs';

export async function measureLive(workspace, { rate, warmUp, window, probes }, section) {
  const folder = workspace.folder('logs');
  const probeFile = join(folder, 'probe.log');
  const order = join(folder, 'order.log');
  appendFileSync(probeFile, probeLine(0));
  const server = await Server.start(workspace, folder);
  const generator = workspace.start(workspace.monitor, ['generate', '--rate', `${rate}`, '--out', order]);
  await delay(warmUp * 1_000);

  const [cpu, lines, started] = [server.cpuSeconds, await server.auditedLines(), performance.now()];
  await delay(window * 1_000);
  const seconds = (performance.now() - started) / 1_000;
  const share = (server.cpuSeconds - cpu) / seconds * 100;
  const seenRate = (await server.auditedLines() - lines) / seconds;
  const memory = server.memory;

  const latencies = await probe(server, line => appendFileSync(probeFile, line), probes);
  if (generator.child.exitCode !== null)
    throw new BenchError(`the generator has ended: ${generator.errorTail()}`);
  generator.child.kill('SIGTERM');
  await generator.ended;
  await server.verify([order, probeFile]);
  await server.stop();

  section.add('lines/s counted', [seenRate]);
  section.add('CPU of serve, % of one core', [share], { digits: 1, target: { atMost: 15 } });
  section.add('RSS, MB', [memory.present]);
  section.add('peak RSS, MB', [memory.peak], { target: { atMost: 300 } });
  section.add('append to REST, p50, ms', [percentile(latencies, 0.5)]);
  section.add('append to REST, p99, ms', [percentile(latencies, 0.99)], { target: { atMost: 1_300 } });
  section.add('append to REST, max, ms', [latencies.at(-1)]);
  section.note(`${rate.toLocaleString('en-US')} lines/s; CPU over ${window} s after ${warmUp} s, then ${probes} probes while lines go on; audit found no difference.`);
}
