// Clients of the live feed: many that follow it, and some that connect and never read.
import { get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from './errors.mjs';

const connectLimitMs = 30_000;
const settleLimitMs = 15_000;
const pollMs = 50;

/** Follows the feed and remembers what it was told; every one of them is judged at the end. */
class Follower {
  events = 0;
  lastId = null;
  fault = null;
  minutes = new Map();
  total = 0;
  #pending = '';
  #response;

  constructor(url) {
    get(`${url}/api/v1/live`, { agent: false }, response => {
      this.#response = response;
      response.setEncoding('utf8').on('data', part => this.#take(part)).on('close', () => this.fault ??= 'its stream ended');
    }).on('error', error => this.fault ??= error.message);
  }

  close() {
    this.#response?.removeAllListeners('close');
    this.#response?.destroy();
  }

  #take(part) {
    this.#pending += part;
    for (let end; (end = this.#pending.indexOf('\n\n')) >= 0; this.#pending = this.#pending.slice(end + 2))
      this.#event(this.#pending.slice(0, end));
  }

  #event(text) {
    if (!text.startsWith('event: snapshot'))
      return;
    const data = JSON.parse(text.slice(text.indexOf('\ndata: ') + 7));
    if (this.lastId !== null && data.revision <= this.lastId)
      this.fault ??= `revision ${data.revision} followed ${this.lastId}`;
    this.lastId = data.revision;
    this.events++;
    for (const point of data.minutes ?? [])
      this.minutes.set(point.at, point.total);
    this.total = data.orders?.total ?? 0;
  }

  /** Whoever missed a change of a minute adds up to another total than he is told, once no figures are on their way. */
  settle() {
    const sum = [...this.minutes.values()].reduce((left, right) => left + right, 0);
    if (sum !== this.total)
      this.fault ??= `its minutes add up to ${sum}, its total is ${this.total}`;
  }
}

export class Followers {
  #server;
  #followers = [];
  #dead = [];

  constructor(server) {
    this.#server = server;
  }

  /** Connects so many that read and so many that never do. They must connect while the figures' minutes are fewer than 60. */
  async connect(readers, dead) {
    const { hostname, port } = new URL(this.#server.url);
    for (let index = 0; index < dead; index++) {
      const socket = connect({ host: hostname, port, readableHighWaterMark: 1 }).pause().on('error', () => {});
      socket.write('GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
      this.#dead.push(socket);
    }

    for (let index = 0; index < readers; index++)
      this.#followers.push(new Follower(this.#server.url));
    await this.#until(() => this.#followers.every(follower => follower.events > 0), connectLimitMs, 'not every follower got a first event');
  }

  /** How many events each has got, ascending. */
  get events() {
    return this.#followers.map(follower => follower.events).sort((left, right) => left - right);
  }

  /** Fails unless every follower ends at the newest figures, and has missed nothing on the way. To be asked when nothing changes any more. */
  async verify() {
    const { json } = await this.#server.get('/api/v1/audit');
    await this.#until(() => this.#followers.every(follower => follower.fault || follower.lastId >= json.revision), settleLimitMs, 'not every follower got the newest event');
    this.#followers.forEach(follower => follower.settle());
    const fault = this.#followers.find(follower => follower.fault)?.fault;
    if (fault)
      throw new BenchError(`a follower was told wrong: ${fault}`);
  }

  close() {
    this.#followers.forEach(follower => follower.close());
    this.#dead.forEach(socket => socket.destroy());
  }

  async #until(condition, limitMs, fault) {
    const started = performance.now();
    while (!condition()) {
      if (performance.now() - started > limitMs)
        throw new BenchError(`${fault} within ${limitMs / 1_000} s`);
      await delay(pollMs);
    }
  }
}
