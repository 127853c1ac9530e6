using Xunit.Sdk;
using Xunit.v3;

// Every test has a dozen processes at work, and measures how soon their figures are right again.
[assembly: Parallelization(Mode = ParallelMode.None)]
