// The entry of the benchmarks: reads the arguments, builds, runs the measurements and prints one report.
import { parseArgs } from 'node:util';
import { measureBacklog, measureScattered } from './measures/backlog.mjs';
import { measureCluster } from './measures/cluster.mjs';
import { measureIdle } from './measures/idle.mjs';
import { measureLive } from './measures/live.mjs';
import { measureMemory } from './measures/memory.mjs';
import { measureMicro } from './measures/micro.mjs';
import { measureRecount } from './measures/recount.mjs';
import { measureVariants } from './measures/variants.mjs';
import { full, smoke } from './sizes.mjs';
import { measureRest } from './measures/rest.mjs';
import { Report } from './report.mjs';
import { BenchError, SkipError } from './errors.mjs';
import { Workspace } from './workspace.mjs';

const measures = {
  recount: measureRecount,
  variants: measureVariants,
  memory: measureMemory,
  micro: measureMicro,
  backlog: measureBacklog,
  scattered: measureScattered,
  live: measureLive,
  rest: measureRest,
  idle: measureIdle,
  cluster: measureCluster,
};

const usage = `Usage: bench/run.sh [MEASUREMENT...] [OPTIONS]

Measurements: ${Object.keys(measures).join(', ')}; all of them without one, or with "all".

Options:
  --runs N          repeat what is repeated N times
  --lines N         lines of the input of recount, variants, memory, backlog, scattered, idle or cluster
  --scales N,N…     multiples of its lines that recount counts; 1,10,30 needs 16 GB in the temporary folder
  --days N          over how many days the lines of backlog and scattered reach
  --record          add the report to bench/results.md
  --smoke           tiny inputs: proves that the measurements work, its figures mean nothing
  --monitor FILE    measure this executable instead of building one
`;

const counts = ['runs', 'lines', 'days'];
const exitCodes = { success: 0, failed: 1, usage: 2, skipped: 77, interrupted: 130 };

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      lines: { type: 'string' },
      days: { type: 'string' },
      scales: { type: 'string' },
      record: { type: 'boolean', default: false },
      smoke: { type: 'boolean', default: false },
      monitor: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const isAll = positionals.length === 0 || positionals.includes('all');
  const names = isAll ? Object.keys(measures) : positionals;
  for (const name of names)
    if (!(name in measures))
      throw new Error(`there is no measurement '${name}'; there are ${Object.keys(measures).join(', ')}`);
  for (const name of counts)
    if (values[name] !== undefined && !/^[1-9]\d{0,9}$/.test(values[name]))
      throw new Error(`--${name} must be a whole number from 1 on, not '${values[name]}'`);
  if (values.scales !== undefined && !/^[1-9]\d{0,3}(,[1-9]\d{0,3})*$/.test(values.scales))
    throw new Error(`--scales must be whole numbers with commas between them, not '${values.scales}'`);
  if (values.record && values.smoke)
    throw new Error('--record and --smoke do not go together: the figures of a smoke run mean nothing');
  return { names, ...values };
}

function sizesOf(given) {
  const sizes = structuredClone(given.smoke ? smoke : full);
  for (const size of Object.values(sizes)) {
    for (const name of counts)
      if (given[name] && name in size)
        size[name] = Array.isArray(size[name]) ? [Number(given[name])] : Number(given[name]);
  }

  if (given.scales)
    sizes.recount.scales = given.scales.split(',').map(Number);
  return sizes;
}

async function run(given) {
  // The workspace cleans up when the process exits, however it does.
  const workspace = new Workspace(given.monitor);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => {
      console.error(`bench: interrupted by ${signal}`);
      process.exit(exitCodes.interrupted);
    });

  const report = new Report(process.argv.slice(2));
  const sizes = sizesOf(given);
  let skipped = null;
  for (const name of given.names) {
    console.error(`bench: ${name}`);
    try {
      await report.section(name, section => measures[name](workspace, sizes[name], section));
    } catch (error) {
      if (!(error instanceof SkipError))
        throw error;
      skipped = `${name} was skipped: ${error.message}`;
      report.note(skipped);
    }
  }

  console.log(report.text());
  if (given.record)
    report.record();
  if (skipped)
    console.error(`bench: ${skipped}`);
  return skipped ? exitCodes.skipped : exitCodes.success;
}

let given;
try {
  given = readArguments();
} catch (error) {
  console.error(`bench: ${error.message}\n\n${usage}`);
  process.exit(exitCodes.usage);
}

if (given.help) {
  console.log(usage);
} else {
  try {
    process.exitCode = await run(given);
  } catch (error) {
    console.error(error instanceof BenchError ? `bench: ${error.message}` : error);
    // What a measurement that failed has left open would keep the process alive.
    process.exit(exitCodes.failed);
  }
}
