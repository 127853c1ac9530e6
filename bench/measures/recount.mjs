// How fast files are counted, beside other programs on the same file in the same run, and how the cost grows with the file.
import { statSync } from 'node:fs';
import { BenchError } from '../errors.mjs';
import { findPeers } from '../peers.mjs';
import { percentile } from '../report.mjs';

const threads = 2;

export async function measureRecount(workspace, { lines, scales, runs }, section) {
  const peers = findPeers(workspace, threads, text => section.note(text));
  const costs = [];
  for (const scale of scales)
    costs.push(await measureScale(workspace, peers, lines * scale, runs, section));
  if (costs.length > 1)
    section.note(`Cost of recount, ns a line, as the file grows: ${costs.map(cost => cost.toFixed(0)).join(', ')}.`);
}

async function measureScale(workspace, peers, lines, runs, section) {
  const input = await workspace.input(lines);
  const recounts = [];
  const others = peers.map(() => []);

  // They take turns, so that what else goes on meets all alike.
  for (let run = 0; run < runs; run++) {
    recounts.push(await recount(workspace, input));
    for (const [index, peer] of peers.entries()) {
      const [program, programArguments] = peer.command(input);
      const other = await workspace.run(program, programArguments);
      other.answer = JSON.parse(other.output);
      compare(recounts.at(-1).totals, other.answer.totals, peer.name);
      others[index].push(other);
    }
  }

  const bytes = statSync(input).size;
  const size = lines.toLocaleString('en-US');
  const seconds = recounts.map(run => run.seconds);
  section.add(`${size} lines: recount, ms`, seconds.map(value => value * 1_000));
  section.add(`${size} lines: recount, lines/s`, seconds.map(value => lines / value));
  section.add(`${size} lines: recount, MB/s`, seconds.map(value => bytes / 1e6 / value));
  section.add(`${size} lines: recount, peak RSS, MB`, recounts.map(run => run.peak));
  const ratios = [];
  for (const [index, { name }] of peers.entries()) {
    section.add(`${size} lines: ${name}, ms`, others[index].map(run => run.seconds * 1_000));
    ratios.push(`${name} ${(median(others[index].map(run => run.seconds)) / median(seconds)).toFixed(2)}`);
  }

  section.note(`${size} lines of ${(bytes / lines).toFixed(0)} bytes, page cache warm, ${threads} threads each, whole processes; all gave the same totals. `
    + `Ratio of medians: recount takes 1, ${ratios.join(', ')}.`);
  return median(seconds) * 1e9 / lines;
}

/** A recount with its totals, as every peer must find them. */
export async function recount(workspace, input) {
  const run = await workspace.run(workspace.monitor, ['recount', '--format', 'json', input], { environment: { DOTNET_PROCESSOR_COUNT: `${threads}` } });
  const { audit, days } = JSON.parse(run.output);
  const sum = figure => days.reduce((total, { overview }) => total + overview.orders[figure], 0);
  return { ...run, totals: { lines: audit.counted, total: sum('total'), succeeded: sum('succeeded'), amountFen: sum('amountFen') } };
}

/** Fails if two programs differ. */
export function compare(ours, theirs, name) {
  if (JSON.stringify(ours) !== JSON.stringify(theirs))
    throw new BenchError(`recount and ${name} differ: ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`);
}

export function median(values) {
  return percentile([...values].sort((left, right) => left - right), 0.5);
}
