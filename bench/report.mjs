// Collects figures and writes them as one Markdown section.
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine, loadBefore } from './machine.mjs';
import { benchFolder, repository } from './workspace.mjs';

// What runs beside a measurement makes it worse, never better.
const quietLoad = 0.5;

export class Report {
  #arguments;
  #started = new Date();
  #lines = [];
  #commit = commit();

  constructor(commandLine) {
    this.#arguments = commandLine;
  }

  /** Takes one measurement, which adds its figures to the section. */
  async section(name, measure) {
    const load = await loadBefore();
    const section = new Section();
    await measure(section);
    const busy = `load ${load.average.toFixed(2)}, ${load.busyCores.toFixed(2)} cores busy before`;
    this.#lines.push(`**${name}** (${busy}${load.average > quietLoad ? ': **taken under load**' : ''})`, '', ...section.lines(), '');
  }

  note(text) {
    this.#lines.push(text, '');
  }

  text() {
    const date = this.#started.toISOString().replace(/:\d\d\.\d+Z/, ' UTC').replace('T', ' ');
    const command = ['bench/run.sh', ...this.#arguments].join(' ');
    return [`## ${date}, commit ${this.#commit}`, '', `\`${command}\` on ${describeMachine()}`, '', ...this.#lines].join('\n').trimEnd() + '\n';
  }

  record() {
    appendFileSync(join(benchFolder, 'results.md'), `\n${this.text()}`);
  }
}

class Section {
  #rows = [];
  #notes = [];

  /** Adds the values that the runs gave for one figure. A target is { atMost } or { atLeast }, judged by the median. */
  add(figure, values, { digits = 0, target } = {}) {
    const sorted = [...values].sort((left, right) => left - right);
    const shown = sorted.length === 1
      ? ['', percentile(sorted, 0.5), '']
      : [sorted[0], percentile(sorted, 0.5), sorted.at(-1)];
    const format = value => value === '' ? '' : value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    this.#rows.push(`| ${[figure, sorted.length, ...shown.map(format), judged(percentile(sorted, 0.5), target)].join(' | ')} |`);
  }

  note(text) {
    this.#notes.push(text);
  }

  lines() {
    return ['| figure | runs | min | median | max | target |', '|---|---:|---:|---:|---:|---|', ...this.#rows, ...this.#notes.flatMap(note => ['', note])];
  }
}

/** The nearest-rank percentile of sorted values. */
export function percentile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function judged(value, target) {
  if (!target)
    return '';
  const isMet = 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
  const bound = 'atMost' in target ? `≤ ${target.atMost.toLocaleString('en-US')}` : `≥ ${target.atLeast.toLocaleString('en-US')}`;
  return `${bound}: ${isMet ? 'met' : '**missed**'}`;
}

function commit() {
  const git = (...gitArguments) => execFileSync('git', ['-C', repository, ...gitArguments], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'src') ? ' with changes in src' : '');
  } catch {
    return 'unknown';
  }
}
