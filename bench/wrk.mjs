// wrk, the load generator of Debian's package of that name.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, SkipError } from './errors.mjs';
import { benchFolder } from './workspace.mjs';

// A slow answer is for the percentiles to show; only one that never comes is a fault.
const answerLimitSeconds = 30;

const unitsMs = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };

export function requireWrk() {
  try {
    execFileSync('sh', ['-c', 'command -v wrk'], { stdio: 'ignore' });
  } catch {
    throw new SkipError('wrk is not installed');
  }
}

/**
 * Asks for a path for some seconds: as fast as answers come, or at a rate, where each connection waits between its
 * requests. Returns requests a second and the time to an answer in ms.
 */
export async function wrk(workspace, url, { connections, seconds, rate, headers = [] }) {
  // A request itself takes a part of each turn.
  const pause = rate ? Math.max(1, Math.round(connections * 1_000 / rate) - 1) : null;
  const load = workspace.start('wrk', [
    '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', `${answerLimitSeconds}s`, ...headers.flatMap(header => ['-H', header]),
    ...(pause ? ['-s', join(benchFolder, 'rate.lua'), url, '--', `${pause}`] : [url]),
  ]);
  if (await load.ended !== 0)
    throw new BenchError(`wrk failed: ${load.errorTail()}`);
  const text = readFileSync(load.output, 'utf8');
  const faults = text.match(/^\s*(Non-2xx.*|Socket errors.*)$/m);
  if (faults)
    throw new BenchError(`wrk saw faults: ${faults[1]}`);
  const perSecond = Number(text.match(/^Requests\/sec:\s+([\d.]+)/m)[1]);
  if (perSecond === 0)
    throw new BenchError('wrk got no answer');
  return { perSecond, p50: latency(text, '50'), p99: latency(text, '99') };
}

function latency(text, percent) {
  const [, value, unit] = text.match(new RegExp(`^\\s+${percent}%\\s+([\\d.]+)(us|ms|s|m)$`, 'm'));
  return Number(value) * unitsMs[unit];
}
