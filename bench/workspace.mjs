// The temporary folder of a run, the programs that it starts and the input that it makes. All of it goes when the run ends.
import { execFileSync, spawn } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { closeSync, createReadStream, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchError } from './errors.mjs';
import { memoryOf } from './machine.mjs';

export const benchFolder = dirname(fileURLToPath(import.meta.url));
export const repository = dirname(benchFolder);

// Days are counted on inside its month.
const firstDay = 20170412;
const peakSampleMs = 10;
const errorTailChars = 2_000;

export class Workspace {
  #folder = mkdtempSync(join(tmpdir(), 'recharge-bench-'));
  #running = new Set();
  #inputs = new Map();
  #names = 0;

  constructor(monitor) {
    process.on('exit', () => this.#clean());
    this.monitor = monitor ? resolve(monitor) : build();
  }

  /** A path in the folder that nothing has yet. */
  path(name) {
    return join(this.#folder, `${++this.#names}-${name}`);
  }

  folder(name) {
    const path = this.path(name);
    mkdirSync(path);
    return path;
  }

  /** Removes what is not needed any more, so that the folder holds one large input at a time. */
  remove(path) {
    rmSync(path, { recursive: true, force: true });
  }

  /** A program that is stopped at the latest with the run; what it writes goes to files. Its input is a file's path, or 'pipe'; its output may go to a stream. */
  start(program, programArguments, { environment = {}, input = 'ignore', output: sink } = {}) {
    const output = this.path('out');
    const error = this.path('err');
    const handles = [openSync(output, 'w'), openSync(error, 'w')];
    if (input !== 'ignore' && input !== 'pipe')
      handles.push(input = openSync(input, 'r'));
    const child = spawn(program, programArguments, { stdio: [input, sink ?? handles[0], handles[1]], env: { ...process.env, ...environment } });
    handles.forEach(handle => closeSync(handle));
    this.#running.add(child);
    const ended = new Promise((resolveEnded, reject) => {
      child.once('error', reject);
      child.once('exit', code => {
        this.#running.delete(child);
        resolveEnded(code);
      });
    });
    ended.catch(() => this.#running.delete(child));
    return { child, ended, output, errorTail: () => readFileSync(error, 'utf8').slice(-errorTailChars) };
  }

  /** Runs a program to its end. Returns its output, how long all of it took and its peak memory. */
  async run(program, programArguments, options) {
    const started = performance.now();
    const process = this.start(program, programArguments, options);
    let peak = 0;
    const sampling = setInterval(() => peak = memoryOf(process.child.pid)?.peak ?? peak, peakSampleMs);
    const code = await process.ended.finally(() => clearInterval(sampling));
    const seconds = (performance.now() - started) / 1_000;
    if (code !== 0)
      throw new BenchError(`${program} ${programArguments.join(' ')} ended with ${code}: ${process.errorTail()}`);
    return { output: readFileSync(process.output, 'utf8'), seconds, peak };
  }

  /** A file of generated lines in the order of time, reaching over one day or more; the same bytes every time. */
  async input(lines, days = 1) {
    const key = `${lines}-${days}`;
    if (!this.#inputs.has(key)) {
      this.#dropInputs();
      const path = this.path('order.log');
      for (let day = 0; day < days; day++) {
        const count = Math.floor(lines * (day + 1) / days) - Math.floor(lines * day / days);
        await this.run(this.monitor, ['generate', '--lines', `${count}`, '--day', `${firstDay + day}`, '--out', path, '--append']);
      }

      this.#inputs.set(key, path);
    }

    const path = this.#inputs.get(key);
    await warm(path);
    return path;
  }

  /** The lines of a file in an order that is random, and the same every time. */
  async shuffled(path) {
    // Four bytes a line are more than a shuffle draws for any file that fits here.
    const bytes = Math.max(1 << 20, 4 * Math.ceil(statSync(path).size / 100));
    const random = this.path('random');
    writeFileSync(random, createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(bytes)));
    const output = this.path('shuffled.log');
    await this.run('shuf', [`--random-source=${random}`, '-o', output, path]);
    this.#dropInputs();
    this.remove(random);
    await warm(output);
    return output;
  }

  #dropInputs() {
    for (const path of this.#inputs.values())
      this.remove(path);
    this.#inputs.clear();
  }

  #clean() {
    for (const child of this.#running)
      child.kill('SIGKILL');
    this.remove(this.#folder);
  }
}

/** Reads a file once, so that no run pays for the disk. */
async function warm(path) {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    void chunk;
}

function build() {
  const project = join(repository, 'src', 'Monitor');
  console.error('bench: building');
  try {
    execFileSync('dotnet', ['build', '-c', 'Release', '--nologo', '-v', 'quiet', project], { stdio: ['ignore', 2, 2] });
  } catch {
    throw new BenchError('the build failed');
  }

  const monitor = join(project, 'bin', 'Release', 'net10.0', 'recharge-monitor');
  if (!existsSync(monitor))
    throw new BenchError(`${monitor} was not built`);
  return monitor;
}
