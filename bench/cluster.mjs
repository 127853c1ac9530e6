// A cluster on this machine: real Kafka, MariaDB and Redis, and the monitor's roles as processes of their own.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError, SkipError } from './errors.mjs';
import { cpuSecondsOf, memoryOf } from './machine.mjs';
import { freePort, Rest } from './rest.mjs';

const topic = 'JsonData';
const database = 'recharge';
const clusterId = 'CnJlY2hhcmdlLW1vbml0bw';
const startLimitMs = 90_000;
const stopLimitMs = 20_000;
const startPollMs = 100;

export class Cluster {
  #workspace;
  #processes = new Map();
  #gatewayPort;
  #mySqlPort;
  #connection;
  #brokers;
  #redis;

  /** Starts servers, a silo and an api; the topic is empty and nobody reads it yet. */
  static async start(workspace, partitions) {
    const cluster = new Cluster();
    cluster.#workspace = workspace;
    await cluster.#startServers();
    cluster.#run('java', kafka('org.apache.kafka.tools.TopicCommand', '--bootstrap-server', cluster.#brokers, '--create', '--topic', topic, '--partitions', `${partitions}`));
    cluster.#run(workspace.monitor, ['schema', 'apply'], { MySql__ConnectionString: cluster.#connection });
    await cluster.#startRoles();
    return cluster;
  }

  /** Puts a file's lines into the topic. */
  async fill(file) {
    const filling = this.#producer(file, '--batch-size', '524288', '--timeout', '50');
    if (await filling.ended !== 0)
      throw new BenchError(`the topic could not be filled: ${filling.errorTail()}`);
  }

  /** A producer that takes lines on its standard input and sends them at once. */
  produce() {
    return this.#producer('pipe', '--batch-size', '65536', '--timeout', '5');
  }

  startIngest() {
    return this.#role('ingest', ['--mysql', this.#connection, '--kafka', this.#brokers]);
  }

  /** The CPU seconds of each process since its start. */
  cpuSeconds() {
    return Object.fromEntries([...this.#processes].map(([name, { pid }]) => [name, cpuSecondsOf(pid)]));
  }

  memory(name) {
    return memoryOf(this.#processes.get(name).pid);
  }

  /** How many rows MariaDB was told to write so far. */
  writes() {
    const rows = this.#sql("SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_insert', 'Com_update')");
    return rows.trim().split('\n').reduce((sum, row) => sum + Number(row.split('\t')[1]), 0);
  }

  /** What ingest has sent to the silo over TCP; nothing where `ss` is not installed. */
  bytesToSilo() {
    try {
      const sockets = execFileSync('ss', ['-Htin', `dport = :${this.#gatewayPort}`], { encoding: 'utf8' });
      return [...sockets.matchAll(/bytes_sent:(\d+)/g)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
    } catch {
      return null;
    }
  }

  async verify(files) {
    await this.#workspace.run(this.#workspace.monitor, ['audit', ...files, '--against', this.rest.url, '--wait', '30']);
  }

  async stop() {
    this.rest.close();
    for (const name of ['ingest', 'silo', 'api', 'mariadb', 'redis', 'broker']) {
      const running = this.#processes.get(name)?.running;
      if (!running)
        continue;
      running.child.kill('SIGTERM');
      const patience = setTimeout(() => running.child.kill('SIGKILL'), stopLimitMs);
      await running.ended;
      clearTimeout(patience);
    }
  }

  async #startServers() {
    for (const program of ['java', 'mariadbd', 'mariadb-install-db', 'redis-server'])
      requireProgram(program);
    await this.#startBroker();

    const redisPort = await freePort();
    this.#redis = `127.0.0.1:${redisPort}`;
    this.#start('redis', 'redis-server', ['--port', `${redisPort}`, '--bind', '127.0.0.1', '--save', '', '--dir', this.#workspace.folder('redis')]);

    const data = this.#workspace.folder('mariadb');
    this.#mySqlPort = await freePort();
    this.#run('mariadb-install-db', ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db']);
    this.#start('mariadb', 'mariadbd', [
      '--no-defaults', `--datadir=${data}`, `--socket=${data}/socket`, `--port=${this.#mySqlPort}`, '--bind-address=127.0.0.1',
      ...(process.getuid() === 0 ? ['--user=root'] : []),
    ]);
    await until('MariaDB', () => this.#sql(`CREATE DATABASE IF NOT EXISTS ${database}`, '') !== null);
    this.#connection = `Server=127.0.0.1;Port=${this.#mySqlPort};Database=${database};User ID=root`;
  }

  async #startBroker() {
    const [port, controller] = [await freePort(), await freePort()];
    this.#brokers = `127.0.0.1:${port}`;
    const properties = this.#workspace.path('kafka.properties');
    writeFileSync(properties, [
      'process.roles=broker,controller', 'node.id=1', `controller.quorum.voters=1@127.0.0.1:${controller}`,
      `listeners=PLAINTEXT://${this.#brokers},CONTROLLER://127.0.0.1:${controller}`, `advertised.listeners=PLAINTEXT://${this.#brokers}`,
      'controller.listener.names=CONTROLLER', `log.dirs=${this.#workspace.folder('kafka')}`, 'group.initial.rebalance.delay.ms=0',
      'offsets.topic.replication.factor=1', 'offsets.topic.num.partitions=1',
      'transaction.state.log.replication.factor=1', 'transaction.state.log.min.isr=1', '',
    ].join('\n'));
    this.#run('java', kafka('kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties));
    this.#start('broker', 'java', ['-Xms512m', ...kafka('kafka.Kafka', properties)]);
    await until('Kafka', () => accepts(port));
  }

  async #startRoles() {
    this.#gatewayPort = await freePort();
    const siloUrl = await this.#role('silo', [
      '--mysql', this.#connection, '--redis', this.#redis, '--advertised-address', '127.0.0.1',
      '--silo-port', `${await freePort()}`, '--gateway-port', `${this.#gatewayPort}`,
    ]);
    await ready(siloUrl);
    this.rest = new Rest(await this.#role('api', ['--redis', this.#redis]));
    await ready(this.rest.url);
  }

  async #role(name, programArguments) {
    const url = `http://127.0.0.1:${await freePort()}`;
    this.#start(name, this.#workspace.monitor, [name, ...programArguments, '--url', url]);
    return url;
  }

  #start(name, program, programArguments) {
    const running = this.#workspace.start(program, programArguments);
    this.#processes.set(name, { running, pid: running.child.pid });
  }

  #run(program, programArguments, environment = {}) {
    try {
      return execFileSync(program, programArguments, { encoding: 'utf8', env: withSbin(environment), stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      throw new BenchError(`${program} ${programArguments.join(' ')} failed: ${error.stderr ?? error.message}`);
    }
  }

  #producer(input, ...settings) {
    return this.#workspace.start('java', kafka('org.apache.kafka.tools.ConsoleProducer', '--bootstrap-server', this.#brokers, '--topic', topic, ...settings), { input });
  }

  #sql(statement, ...rest) {
    const client = ['--no-defaults', '--protocol=tcp', '-h', '127.0.0.1', '-P', `${this.#mySqlPort}`, '-u', 'root', '-N', '-B', '-e', statement, ...rest.filter(Boolean)];
    return execFileSync('mariadb', client, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }
}

/** What java runs one of Kafka's programs with. */
function kafka(program, ...programArguments) {
  const home = process.env.KAFKA_HOME ?? '';
  const jars = ['libs', 'lib'].map(name => join(home, name)).find(folder => home !== '' && existsSync(folder));
  if (!jars)
    throw new SkipError('KAFKA_HOME names no folder of an Apache Kafka distribution');
  return ['-Xmx512m', '-cp', join(jars, '*'), program, ...programArguments];
}

/** Whether something listens on the port. */
function accepts(port) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', reject);
  });
}

function requireProgram(program) {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { env: withSbin({}), stdio: 'ignore' });
  } catch {
    throw new SkipError(`${program} is not installed`);
  }
}

function withSbin(environment) {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, ...environment };
}

async function ready(url) {
  const rest = new Rest(url);
  await until(url, () => rest.get('/readyz').then(answer => answer.status === 200));
  rest.close();
}

async function until(what, isReady) {
  const started = performance.now();
  for (;;) {
    try {
      if (await isReady())
        return;
    } catch {
      // It is starting.
    }

    if (performance.now() - started > startLimitMs)
      throw new BenchError(`${what} does not answer`);
    await delay(startPollMs);
  }
}
