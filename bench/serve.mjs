// A monitor that serves, as an operator starts it.
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from './errors.mjs';
import { cpuSecondsOf, memoryOf } from './machine.mjs';

const startLimitMs = 60_000;
const stopLimitMs = 20_000;
const requestLimitMs = 30_000;
const startPollMs = 20;
const firstPort = 20_000;
const portCount = 10_000;

export class Server {
  #workspace;
  #process;
  #data;
  #agent = new Agent({ keepAlive: true });

  /** Starts serving what is at the path, and waits until REST answers. */
  static async start(workspace, tailed) {
    const server = new Server();
    server.#workspace = workspace;
    server.#data = workspace.folder('data');
    server.url = `http://127.0.0.1:${await freePort()}`;
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

  /** The status of an answer and its JSON, where it has one. */
  get(path) {
    return new Promise((resolve, reject) => {
      const request = get(this.url + path, { agent: this.#agent, timeout: requestLimitMs }, response => {
        let text = '';
        response.setEncoding('utf8').on('data', part => text += part).on('error', reject).on('end', () => {
          const isJson = response.headers['content-type']?.includes('json');
          resolve({ status: response.statusCode, json: isJson ? JSON.parse(text) : null });
        });
      });
      request.on('timeout', () => request.destroy(new BenchError(`${path} was not answered in time`))).on('error', reject);
    });
  }

  /** How many lines REST's audit shows. */
  async auditedLines() {
    const { status, json } = await this.get('/api/v1/audit');
    if (status !== 200 || json.balanced !== true)
      throw new BenchError(`audit answers ${status}: ${JSON.stringify(json)}`);
    return json.lines;
  }

  /** Fails unless every figure of the monitor equals a recount of the files. */
  async verify(files) {
    await this.#workspace.run(this.#workspace.monitor, ['audit', ...files, '--against', this.url, '--wait', '30']);
  }

  async stop() {
    this.#agent.destroy();
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

/** A port below those that the kernel hands out by itself: the monitor's own silo is given one of those before REST listens. */
async function freePort() {
  for (;;) {
    const port = firstPort + Math.floor(Math.random() * portCount);
    const listener = createServer();
    const isFree = await new Promise(resolve => listener.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)));
    if (isFree) {
      await new Promise(resolve => listener.close(resolve));
      return port;
    }
  }
}
