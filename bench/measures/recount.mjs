// How fast files are counted, beside DuckDB on the same file in the same run.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, SkipError } from '../errors.mjs';
import { percentile } from '../report.mjs';
import { benchFolder } from '../workspace.mjs';

const threads = 2;

export async function measureRecount(workspace, { lines, runs }, section) {
  installDuckDb();
  const input = await workspace.input(lines);
  const recounts = [];
  const peers = [];

  // They take turns, so that what else goes on meets both alike.
  for (let run = 0; run < runs; run++) {
    recounts.push(await recount(workspace, input));
    peers.push(await countByDuckDb(workspace, input));
    compare(recounts.at(-1).totals, peers.at(-1).totals);
  }

  const bytes = statSync(input).size;
  const seconds = recounts.map(run => run.seconds);
  section.add('recount, whole process, ms', seconds.map(value => value * 1_000));
  section.add('recount, lines/s', seconds.map(value => lines / value));
  section.add('recount, MB/s', seconds.map(value => bytes / 1e6 / value));
  section.add('DuckDB, whole process, ms', peers.map(run => run.seconds * 1_000));
  section.add('DuckDB, its query alone, ms', peers.map(run => run.querySeconds * 1_000));
  section.add('recount, peak RSS, MB', recounts.map(run => run.peak));
  section.add('DuckDB, peak RSS, MB', peers.map(run => run.peak));
  const ratio = key => (median(peers.map(run => run[key])) / median(seconds)).toFixed(2);
  section.note(`Ratio of medians: recount takes 1, DuckDB's whole process ${ratio('seconds')}, its query alone ${ratio('querySeconds')}. `
    + `${lines.toLocaleString('en-US')} lines of ${(bytes / lines).toFixed(0)} bytes, page cache warm, ${threads} threads each; both gave the same totals.`);
}

async function recount(workspace, input) {
  const run = await workspace.run(workspace.monitor, ['recount', '--format', 'json', input], { environment: { DOTNET_PROCESSOR_COUNT: `${threads}` } });
  const { audit, days } = JSON.parse(run.output);
  const sum = figure => days.reduce((total, { overview }) => total + overview.orders[figure], 0);
  return { ...run, totals: { lines: audit.counted, total: sum('total'), succeeded: sum('succeeded'), amountFen: sum('amountFen') } };
}

async function countByDuckDb(workspace, input) {
  const run = await workspace.run(process.execPath, [join(benchFolder, 'duckdb.mjs'), input, `${threads}`]);
  return { ...run, ...JSON.parse(run.output) };
}

function compare(ours, theirs) {
  if (JSON.stringify(ours) !== JSON.stringify(theirs))
    throw new BenchError(`recount and DuckDB differ: ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`);
}

/** Fetches the locked version once; the folder is kept for the next run. */
function installDuckDb() {
  const wanted = JSON.parse(readFileSync(join(benchFolder, 'package.json'), 'utf8')).dependencies['@duckdb/node-api'];
  const installed = join(benchFolder, 'node_modules', '@duckdb', 'node-api', 'package.json');
  if (existsSync(installed) && JSON.parse(readFileSync(installed, 'utf8')).version === wanted)
    return;
  try {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: benchFolder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const reason = (error.stderr || error.message).split('\n').find(line => line.startsWith('npm error')) ?? error.message;
    throw new SkipError(`npm cannot fetch DuckDB (${reason})`);
  }
}

function median(values) {
  return percentile([...values].sort((left, right) => left - right), 0.5);
}
