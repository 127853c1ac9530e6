// A monitor that serves, as an operator starts it.
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from './errors.mjs';
import { cpuSecondsOf, memoryOf } from './machine.mjs';
import { freePort, Rest } from './rest.mjs';

const startLimitMs = 60_000;
const stopLimitMs = 20_000;
const startPollMs = 20;

export class Server extends Rest {
  #workspace;
  #process;
  #data;

  /** Starts serving what is at the path, and waits until REST answers. */
  static async start(workspace, tailed) {
    const server = new Server(`http://127.0.0.1:${await freePort()}`);
    server.#workspace = workspace;
    server.#data = workspace.folder('data');
    server.started = performance.now();
    server.#process = workspace.start(workspace.monitor, ['serve', '--tail', tailed, '--data', server.#data, '--url', server.url]);
    const hasEnded = () => server.#process.child.exitCode !== null || server.#process.child.signalCode !== null;
    while (!await server.get('/healthz').then(answer => answer.status === 200, () => false)) {
      if (hasEnded() || performance.now() - server.started > startLimitMs)
        throw new BenchError(`the monitor does not answer: ${server.#process.errorTail()}`);
      await delay(startPollMs);
    }

    return server;
  }

  get secondsSinceStart() {
    return (performance.now() - this.started) / 1_000;
  }

  get memory() {
    return memoryOf(this.#process.child.pid) ?? this.#gone();
  }

  get cpuSeconds() {
    return cpuSecondsOf(this.#process.child.pid);
  }

  /** Fails unless every figure of the monitor equals a recount of the files. */
  async verify(files) {
    await this.#workspace.run(this.#workspace.monitor, ['audit', ...files, '--against', this.url, '--wait', '30']);
  }

  async stop() {
    this.close();
    this.#process.child.kill('SIGTERM');
    const patience = setTimeout(() => this.#process.child.kill('SIGKILL'), stopLimitMs);
    await this.#process.ended;
    clearTimeout(patience);
    this.#workspace.remove(this.#data);
  }

  #gone() {
    throw new BenchError(`the monitor has ended: ${this.#process.errorTail()}`);
  }
}
