// The programs that recount is compared with. All of them must find the same totals in the same file.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from './errors.mjs';
import { benchFolder } from './workspace.mjs';

const project = join(benchFolder, 'peers');

/**
 * What can be run here: a name, and how a run of it begins. What a machine lacks (Debian's g++ and libsimdjson-dev, DuckDB
 * from npm) is noted and left out.
 */
export function findPeers(workspace, threads, note) {
  const peers = [];
  const tryAdd = (name, find) => {
    try {
      peers.push(...find());
    } catch (error) {
      note(`${name} was left out: ${error.message.split('\n')[0]}`);
    }
  };
  tryAdd('simdjson', () => simdjson(workspace, threads));
  tryAdd('DuckDB', () => duckDb(threads));
  peers.push(...dotnet(threads));
  return peers;
}

function simdjson(workspace, threads) {
  const program = workspace.path('simdjson');
  execFileSync('g++', ['-O3', '-march=native', '-std=c++17', join(project, 'simdjson.cpp'), '-lsimdjson', '-pthread', '-o', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  return [
    { name: 'simdjson, file read', command: input => [program, [input, `${threads}`, 'read']] },
    { name: 'simdjson, file mapped', command: input => [program, [input, `${threads}`, 'map']] },
  ];
}

function duckDb(threads) {
  installDuckDb();
  return [{ name: 'DuckDB', command: input => [process.execPath, [join(benchFolder, 'duckdb.mjs'), input, `${threads}`]] }];
}

/** Builds a program in C#. Returns its path. */
export function built(folder, name) {
  try {
    execFileSync('dotnet', ['build', '-c', 'Release', '--nologo', '-v', 'quiet', folder], { stdio: ['ignore', 2, 2] });
  } catch {
    throw new BenchError(`${name} cannot be built`);
  }

  return join(folder, 'bin', 'Release', 'net10.0', name);
}

/** Kestrel that gives the answer at an address again at another one, and does nothing else. */
export function startKestrel(workspace, answer, url) {
  return workspace.start(built(join(project, 'kestrel'), 'kestrel-peer'), [answer, url]);
}

function dotnet(threads) {
  const program = built(project, 'peers');
  return [
    { name: 'Utf8JsonReader', command: input => [program, [input, `${threads}`, 'reader']] },
    { name: 'JsonDocument', command: input => [program, [input, `${threads}`, 'document']] },
  ];
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
    throw new Error(`npm cannot fetch it (${reason})`);
  }
}
