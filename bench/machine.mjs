// What the kernel says of a process and of the machine. Linux only, as the figures of other systems mean other things.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const busySampleMs = 1_000;

/** Peak and present resident memory of a process in MB; nothing once it has ended. */
export function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const megabytes = name => Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))?.[1]) * 1024 / 1e6;
    const memory = { peak: megabytes('VmHWM'), present: megabytes('VmRSS') };
    return Number.isNaN(memory.peak) ? null : memory;
  } catch {
    return null;
  }
}

/** The CPU seconds that a process has used, in user mode and in the kernel, over all its threads. */
export function cpuSecondsOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');

  // The name in parentheses may hold spaces; utime and stime are the 12th and 13th fields behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** How busy the machine is with other things: the load average, and the cores in use during one second. */
export async function loadBefore() {
  const before = busyTicks();
  const started = performance.now();
  await delay(busySampleMs);
  const seconds = (performance.now() - started) / 1_000;
  return { average: loadavg()[0], busyCores: (busyTicks() - before) / ticksPerSecond / seconds };
}

export function describeMachine() {
  const [{ model }] = cpus();
  return `${model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`;
}

function busyTicks() {
  const [user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).slice(1).map(Number);
  return user + nice + system + irq + softirq + steal;
}
