// How large each measurement is; scales are multiples of its lines. A rate is in lines per second, a time in seconds.

export const full = {
  recount: { lines: 1_000_000, scales: [1, 10], runs: 5 },
  variants: { lines: 1_000_000, runs: 3 },
  memory: { lines: [1_000_000, 5_000_000], runs: 3 },
  micro: { arguments: [] },
  backlog: { lines: 5_000_000, days: 3, runs: 3 },
  scattered: { lines: 5_000_000, days: 3, runs: 2 },
  live: { rate: 20_000, warmUp: 20, window: 40, probes: 150 },
  rest: { rate: 20_000, followers: 1_000, dead: 20, connections: 250, requests: 5_000, window: 60, alone: 5, runs: 5 },
  idle: { lines: 1_000_000, settle: 40, window: 30 },
  cluster: { lines: 6_000_000, runs: 2, rate: 20_000, warmUp: 20, window: 30, probes: 100 },
};

export const smoke = {
  recount: { lines: 20_000, scales: [1, 2], runs: 1 },
  variants: { lines: 2_000, runs: 1 },
  memory: { lines: [20_000, 40_000], runs: 1 },
  micro: { arguments: ['--smoke'] },
  backlog: { lines: 20_000, days: 1, runs: 1 },
  scattered: { lines: 20_000, days: 1, runs: 1 },
  live: { rate: 2_000, warmUp: 1, window: 1, probes: 5 },
  rest: { rate: 2_000, followers: 20, dead: 2, connections: 10, requests: 100, window: 2, alone: 1, runs: 1 },
  idle: { lines: 20_000, settle: 2, window: 1 },
  cluster: { lines: 20_000, runs: 1, rate: 2_000, warmUp: 1, window: 1, probes: 3 },
};
