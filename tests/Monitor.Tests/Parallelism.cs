using Xunit.v3;

// Tests of a serving monitor mostly wait for its timers, so more of them run at once than there are cores on a small machine.
[assembly: Parallelization(MaxThreads = 4)]
