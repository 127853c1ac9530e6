// What a monitor costs when nothing happens.
import { setTimeout as delay } from 'node:timers/promises';
import { Server } from '../serve.mjs';

const auditPollMs = 250;

export async function measureIdle(workspace, { lines, settle, window }, section) {
  const input = await workspace.input(lines);
  const server = await Server.start(workspace, input);
  while (await server.auditedLines() < lines)
    await delay(auditPollMs);
  await delay(Math.max(0, settle - server.secondsSinceStart) * 1_000);

  const [cpu, started] = [server.cpuSeconds, performance.now()];
  await delay(window * 1_000);
  const share = (server.cpuSeconds - cpu) / ((performance.now() - started) / 1_000) * 100;
  section.add('CPU of serve, % of one core', [share], { digits: 2, target: { atMost: 2 } });
  section.add('RSS, MB', [server.memory.present]);
  section.note(`After ${lines.toLocaleString('en-US')} lines, from ${settle} s after the start, over ${window} s.`);
  await server.stop();
}
