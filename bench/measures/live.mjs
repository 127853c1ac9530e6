// What a monitor costs at a peak's rate, and how long a line takes from the file to REST.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from '../errors.mjs';
import { percentile } from '../report.mjs';
import { Server } from '../serve.mjs';

// Orders of a day that the generator does not reach: its total in REST counts the probes alone.
const probeDay = '20010101';
const probePollMs = 10;
const probeIntervalMs = 400;
const probeLimitMs = 15_000;

// Multiples of the golden ratio spread evenly, so the probes meet every phase of the checkpoint interval.
const goldenRatio = 0.6180339887;

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

  const latencies = await probe(server, probeFile, probes);
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

/** Appends marked orders and sees when REST counts each. Returns the times in ms, sorted. */
async function probe(server, file, count) {
  const appended = [];
  const latencies = [];
  const appending = appendProbes(file, count, appended);
  while (latencies.length < count) {
    const answer = await server.get(`/api/v1/overview?day=${probeDay}`);
    const now = performance.now();

    // The order that was there from the start is none of them.
    const counted = (answer.json?.orders?.total ?? 0) - 1;
    while (latencies.length < counted)
      latencies.push(now - appended[latencies.length]);
    if (latencies.length < appended.length && now - appended[latencies.length] > probeLimitMs)
      throw new BenchError(`a line is not in REST ${probeLimitMs / 1_000} s after it was appended`);
    await delay(probePollMs);
  }

  await appending;
  return latencies.sort((left, right) => left - right);
}

async function appendProbes(file, count, appended) {
  for (let index = 1; index <= count; index++) {
    await delay(probeIntervalMs * (0.5 + index * goldenRatio % 1));
    appended.push(performance.now());
    appendFileSync(file, probeLine(index));
  }
}

function probeLine(index) {
  const order = `${index}`.padStart(15, '0');
  return `${JSON.stringify({
    bussinessRst: '0000', chargefee: '1000', interFacRst: '0000', orderId: order, provinceCode: '100',
    receiveNotifyTime: `${probeDay}120001000`, requestId: `${probeDay}120000000${order}`, serviceName: 'reChargeNotifyReq',
  })}\n`;
}
