// What REST and the live feed bear while lines come at a peak's rate, and how fast REST is alone.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from '../errors.mjs';
import { Followers } from '../followers.mjs';
import { startKestrel } from '../peers.mjs';
import { freePort, Rest } from '../rest.mjs';
import { Server } from '../serve.mjs';
import { requireWrk, wrk } from '../wrk.mjs';

const overview = '/api/v1/overview';
const answerLimitMs = 30_000;
const answerPollMs = 50;

export async function measureRest(workspace, { rate, followers, dead, connections, requests, window, alone, runs }, section) {
  requireWrk();
  const folder = workspace.folder('logs');
  const order = join(folder, 'order.log');
  const server = await Server.start(workspace, folder);
  const feed = new Followers(server);
  await feed.connect(followers, dead);
  const generator = workspace.start(workspace.monitor, ['generate', '--rate', `${rate}`, '--out', order]);
  await firstAnswer(server);

  const [cpu, lines, started] = [server.cpuSeconds, await server.auditedLines(), performance.now()];
  const load = await wrk(workspace, server.url + overview, { connections, seconds: window, rate: requests });
  const seconds = (performance.now() - started) / 1_000;
  const share = (server.cpuSeconds - cpu) / seconds * 100;
  const seenRate = (await server.auditedLines() - lines) / seconds;
  const memory = server.memory;
  generator.child.kill('SIGTERM');
  await generator.ended;
  await server.verify([order]);
  await feed.verify();
  const events = feed.events;
  feed.close();

  section.add('lines/s counted meanwhile', [seenRate]);
  section.add('requests/s', [load.perSecond], { target: { atLeast: requests * 0.95 } });
  section.add('time to an answer, p50, ms', [load.p50], { digits: 2 });
  section.add('time to an answer, p99, ms', [load.p99], { digits: 2 });
  section.add('events that a follower got, of all followers', events);
  section.add('CPU of serve, % of one core', [share], { digits: 1 });
  section.add('RSS, MB', [memory.present]);
  section.add('peak RSS, MB', [memory.peak]);
  await measureAlone(workspace, server, alone, runs, section);
  section.note(`${followers.toLocaleString('en-US')} followers of the live feed and ${dead} that never read, ${requests.toLocaleString('en-US')} requests/s for ${window} s at ${rate.toLocaleString('en-US')} lines/s: every follower ended at the newest figures, and the minutes that it was told added up to their total; audit found no difference. Then ${overview} alone, as fast as answers come over 32 connections, from the monitor and from a Kestrel that only repeats that answer, in turns.`);
  await server.stop();
}

/** Until lines are counted there is no day to tell of. */
async function firstAnswer(server) {
  const started = performance.now();
  while (await server.get(overview).then(answer => answer.status, () => 0) !== 200) {
    if (performance.now() - started > answerLimitMs)
      throw new BenchError(`${overview} was not answered within ${answerLimitMs / 1_000} s`);
    await delay(answerPollMs);
  }
}

/** The monitor and its peer in turns, so that both meet the same machine. */
async function measureAlone(workspace, server, seconds, runs, section) {
  const peer = new Rest(`http://127.0.0.1:${await freePort()}`);
  const kestrel = startKestrel(workspace, server.url + overview, peer.url);
  await firstAnswer(peer);
  peer.close();
  const [ours, theirs] = [[], []];
  for (let run = 0; run <= runs; run++) {
    for (const [results, { url }] of [[ours, server], [theirs, peer]]) {
      const result = await wrk(workspace, url + overview, { connections: 32, seconds });

      // The first one warms up.
      if (run > 0)
        results.push(result);
    }
  }

  kestrel.child.kill('SIGTERM');
  await kestrel.ended;
  section.add('overview alone, requests/s', ours.map(result => result.perSecond), { target: { atLeast: 50_000 } });
  section.add('overview alone, p99, ms', ours.map(result => result.p99), { digits: 2 });
  section.add('Kestrel that only repeats that answer, requests/s', theirs.map(result => result.perSecond));
  section.add('ratio, pair by pair', ours.map((result, run) => result.perSecond / theirs[run].perSecond), { digits: 2 });
}
