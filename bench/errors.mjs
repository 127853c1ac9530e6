/** Something that whoever runs the benchmarks has to know or mend: printed as one line. */
export class BenchError extends Error {}

/** A measurement cannot be taken here, which is nobody's fault. */
export class SkipError extends Error {}
