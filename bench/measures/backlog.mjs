// How fast a monitor that starts gets through what is already there, in the order of time and in no order at all.
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from '../errors.mjs';
import { Server } from '../serve.mjs';

const auditPollMs = 250;

// A monitor that makes no progress for so long has stalled for good.
const stallLimitSeconds = 60;

export async function measureBacklog(workspace, size, section) {
  const input = await workspace.input(size.lines, size.days);
  await measure(workspace, input, size, section, { speed: { atLeast: 400_000 }, memory: { atMost: 400 } });
}

export async function measureScattered(workspace, size, section) {
  const input = await workspace.shuffled(await workspace.input(size.lines, size.days));
  await measure(workspace, input, size, section, {});
  workspace.remove(input);
}

async function measure(workspace, input, { lines, days, runs }, section, targets) {
  const results = [];
  for (let run = 0; run < runs; run++)
    results.push(await catchUp(workspace, input, lines));
  const values = key => results.map(result => result[key]);
  section.add('from process start until REST shows all lines, s', values('seconds'), { digits: 1 });
  section.add('lines/s', results.map(result => lines / result.seconds), { target: targets.speed });
  section.add('first lines in REST after, s', values('first'), { digits: 1 });
  section.add('longest pause between commits after that, s', values('pause'), { digits: 1 });
  section.add('CPU, s', values('cpu'), { digits: 1 });
  section.add('peak RSS, MB', values('peak'), { target: targets.memory });
  section.note(`${lines.toLocaleString('en-US')} lines over ${days} day${days > 1 ? 's' : ''}; REST was asked every ${auditPollMs} ms; audit found no difference.`);
}

async function catchUp(workspace, input, lines) {
  const server = await Server.start(workspace, input);
  let seen = 0;
  let changed = 0;
  let first = 0;
  let pause = 0;
  while (seen < lines) {
    const now = await server.auditedLines();
    const at = server.secondsSinceStart;
    if (now > seen) {
      first ||= at;
      pause = seen === 0 ? 0 : Math.max(pause, at - changed);
      [seen, changed] = [now, at];
    } else if (at - changed > stallLimitSeconds) {
      throw new BenchError(`the monitor stands at ${seen} of ${lines} lines since ${stallLimitSeconds} s`);
    }

    if (seen < lines)
      await delay(auditPollMs);
  }

  const result = { seconds: changed, first, pause, cpu: server.cpuSeconds, peak: server.memory.peak };
  await server.verify([input]);
  await server.stop();
  return result;
}
