// What a line costs the parser and the tallies alone, by BenchmarkDotNet, and that it takes no memory.
import { join } from 'node:path';
import { benchFolder } from '../workspace.mjs';
import { built } from '../peers.mjs';

export async function measureMicro(workspace, { arguments: programArguments }, section) {
  const { output } = await workspace.run(built(join(benchFolder, 'micro'), 'micro'), programArguments);
  for (const { name, nanoseconds, bytes } of output.trim().split('\n').map(line => JSON.parse(line))) {
    section.add(`${name}, ns a line`, [nanoseconds], { digits: 1 });
    section.add(`${name}, bytes a line`, [bytes], { target: { atMost: 0 } });
  }
}
