// The REST interface of a monitor, asked over one connection.
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { BenchError } from './errors.mjs';

const requestLimitMs = 30_000;
const firstPort = 20_000;
const portCount = 10_000;

export class Rest {
  #agent = new Agent({ keepAlive: true });

  constructor(url) {
    this.url = url;
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

  close() {
    this.#agent.destroy();
  }
}

/** A port below those that the kernel hands out by itself: the monitor's own silo is given one of those before REST listens. */
export async function freePort() {
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
