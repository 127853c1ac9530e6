// How much memory a recount takes, which must not depend on how long the file is.
const limitMb = 300;

export async function measureMemory(workspace, { lines, runs }, section) {
  for (const count of lines) {
    const input = await workspace.input(count);
    const peaks = [];
    for (let run = 0; run < runs; run++)
      peaks.push((await workspace.run(workspace.monitor, ['recount', '--format', 'json', input])).peak);
    section.add(`peak RSS at ${count.toLocaleString('en-US')} lines, MB`, peaks, { target: { atMost: limitMb } });
  }
}
