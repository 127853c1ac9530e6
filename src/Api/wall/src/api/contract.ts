// Made by scripts/contract.mjs from /openapi/v1.json: change the contract, not this file.

/** Something that someone should look at. */
export interface Alert {
  /** Names the alert: it follows from rule, subject and start. */
  readonly id: string;
  /** The rule that it broke. */
  readonly rule: string;
  /** What the rule watches, and with it the unit of value and threshold: interfaceFailureRate and provinceFailureRate (0 to 1), rechargeP95 (ms), sourceSilent and booksUnbalanced (seconds). */
  readonly kind: string;
  /** What it is about: a service, a province's code, nationwide, a source or books. */
  readonly subject: string;
  /** The worst that it has been: warning or critical. */
  readonly severity: string;
  /** When it began: UTC, ISO 8601. */
  readonly since: string;
  /** When it ended; absent while it is open. */
  readonly until?: string;
  /** The worst value so far. */
  readonly value: number;
  /** The rule's threshold of that severity. */
  readonly threshold: number;
}

/** Open and recent alerts. */
export interface AlertsAnswer {
  /** Open ones first. */
  readonly alerts: readonly Alert[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** The books of all sources. */
export interface AuditAnswer {
  /** All lines. */
  readonly lines: number;
  /** Lines of the five services. */
  readonly counted: number;
  /** Well-formed lines of other services. */
  readonly other: number;
  /** Lines that could not be counted. */
  readonly rejected: number;
  /** Lines of nothing but white space. */
  readonly blank: number;
  /** Counted lines by service. */
  readonly byService: Readonly<Record<string, number>>;
  /** Whether the counted lines of each service equal those in the figures. What is in flight may arrive first. */
  readonly balanced: boolean;
  /** The books of each source. */
  readonly sources: readonly SourceLines[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** A day's orders by gateway, channel or result. */
export interface BreakdownAnswer {
  /** The day, yyyyMMdd. */
  readonly day: string;
  /** gateway, channel or result. */
  readonly by: string;
  /** Most failed first, then by key. */
  readonly items: readonly BreakdownItem[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** The orders of one key of a breakdown. */
export interface BreakdownItem {
  /** The key; unknown where a line has none, other for all keys beyond the bound. */
  readonly key: string;
  /** Orders. */
  readonly total: number;
  /** Orders with result 0000. */
  readonly succeeded: number;
  /** All other orders. */
  readonly failed: number;
  /** succeeded / total, 0 to 1; absent when total is 0. */
  readonly successRate?: number;
  /** Sum over the succeeded orders, in fen; exact, and it may pass 64 bits. */
  readonly amountFen: number;
}

/** The days whose figures are kept. */
export interface DaysAnswer {
  /** Newest first, none later than tomorrow in China. The first one is the default of the parameter day. */
  readonly days: readonly string[];
  /** Days later than tomorrow in China, newest first. */
  readonly future: readonly string[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** Durations in ms. All but the counts are absent when count is 0. */
export interface Durations {
  /** How many there are. */
  readonly count: number;
  /** The exact average. */
  readonly averageMs?: number;
  /** The shortest. */
  readonly minMs?: number;
  /** The longest. */
  readonly maxMs?: number;
  /** The median, within 1 %. */
  readonly p50Ms?: number;
  /** The 95th percentile, within 1 %. */
  readonly p95Ms?: number;
  /** The 99th percentile, within 1 %. */
  readonly p99Ms?: number;
  /** How many could not be computed, were negative or above 24 h. */
  readonly withoutDuration: number;
}

/** A readiness check that fails or is degraded. */
export interface FailedCheck {
  /** Its name. */
  readonly name: string;
  /** Unhealthy or Degraded. */
  readonly status: string;
  /** What it says about it. */
  readonly description?: string;
}

/** Whether the process lives or is ready. */
export interface HealthAnswer {
  /** alive, ready, or degraded: ready with something that someone should look at. */
  readonly status: string;
  /** The readiness checks that are degraded; absent where none is. */
  readonly checks?: readonly FailedCheck[];
}

/** A day's interface figures of one service. */
export interface InterfaceAnswer {
  /** The day, yyyyMMdd. */
  readonly day: string;
  /** The service's name. */
  readonly service: string;
  /** Its calls in the whole day. */
  readonly calls: number;
  /** Calls whose interface result is there and is not 0000. */
  readonly failed: number;
  /** Calls without an interface result. */
  readonly withoutResult: number;
  /** failed / calls, 0 to 1; absent when there are no calls. */
  readonly failureRate?: number;
  /** Calls by interface result; other for all codes beyond the bound. */
  readonly codes: Readonly<Record<string, number>>;
  /** From the request's start to its end, where a line has both. */
  readonly latency: Durations;
  /** The minutes from from to to in which it was called, ascending. */
  readonly minutes: readonly InterfaceMinute[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** How the interface of a service did in a day. */
export interface InterfaceFigures {
  /** The service's name. */
  readonly service: string;
  /** Its calls. */
  readonly calls: number;
  /** Calls whose interface result is there and is not 0000. */
  readonly failed: number;
  /** Calls without an interface result. */
  readonly withoutResult: number;
  /** failed / calls, 0 to 1; absent when there are no calls. */
  readonly failureRate?: number;
  /** Calls by interface result; other for all codes beyond the bound. */
  readonly codes: Readonly<Record<string, number>>;
  /** From the request's start to its end, where a line has both. */
  readonly latency: Durations;
}

/** What a service's interface did in one minute. */
export interface InterfaceMinute {
  /** The minute in China Standard Time: yyyyMMddHHmm. */
  readonly at: string;
  /** Calls. */
  readonly calls: number;
  /** Calls whose interface result is there and is not 0000. */
  readonly failed: number;
  /** Calls without an interface result. */
  readonly withoutResult: number;
}

/** A day's interface figures. */
export interface InterfacesAnswer {
  /** The day, yyyyMMdd. */
  readonly day: string;
  /** The five services in the order of an order's steps. */
  readonly interfaces: readonly InterfaceFigures[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** The data of a snapshot event. Without any figures it has only revision, asOf, perhaps stale, and changedDays. */
export interface LiveSnapshot {
  /** The default day, yyyyMMdd. When it is another one than before, forget the minutes of the former. */
  readonly day?: string;
  /** The day's orders. */
  readonly orders?: Orders;
  /** From an order's start to the notice of its top-up, over the succeeded orders. */
  readonly recharge?: Durations;
  /** From an order's start to the notice of its payment, over the successful payments. */
  readonly payment?: Durations;
  /** Days whose figures are not what they were in the event before, newest first; at connect all days. Empty when only the books changed. */
  readonly changedDays: readonly string[];
  /** The minutes of the default day that changed, ascending; at connect the last 60 minutes up to the newest one. */
  readonly minutes?: readonly Point[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** Business figures of a set of orders. */
export interface Orders {
  /** Orders. */
  readonly total: number;
  /** Orders with result 0000. */
  readonly succeeded: number;
  /** All other orders. */
  readonly failed: number;
  /** succeeded / total, 0 to 1; absent when total is 0. */
  readonly successRate?: number;
  /** Sum over the succeeded orders, in fen; exact, and it may pass 64 bits. */
  readonly amountFen: number;
}

/** The nationwide figures of a day. */
export interface OverviewAnswer {
  /** The day, yyyyMMdd. */
  readonly day: string;
  /** The day's orders. */
  readonly orders: Orders;
  /** From an order's start to the notice of its top-up, over the succeeded orders. */
  readonly recharge: Durations;
  /** From an order's start to the notice of its payment, over the successful payments. */
  readonly payment: Durations;
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** The orders of a minute or hour. */
export interface Point {
  /** The bucket in China Standard Time: yyyyMMddHHmm, or yyyyMMddHH of an hour. */
  readonly at: string;
  /** Orders. */
  readonly total: number;
  /** Orders with result 0000. */
  readonly succeeded: number;
  /** All other orders. */
  readonly failed: number;
  /** succeeded / total, 0 to 1; absent when total is 0. */
  readonly successRate?: number;
  /** Sum over the succeeded orders, in fen; exact, and it may pass 64 bits. */
  readonly amountFen: number;
}

/** An error (RFC 9457). */
export interface Problem {
  /** Always about:blank: title and status say it all. */
  readonly type: string;
  /** The status in words. */
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** A sentence that says what is wrong. */
  readonly detail: string;
  /** The parameter that it is about. */
  readonly parameter?: string;
  /** The parameter's value as it came, cut to 64 characters. */
  readonly value?: string;
  /** What would be right. */
  readonly expected?: string;
  /** The readiness checks that fail. */
  readonly checks?: readonly FailedCheck[];
}

/** A day's orders of one province. */
export interface ProvinceAnswer {
  /** The day, yyyyMMdd. */
  readonly day: string;
  /** The province's code; other stands for all unknown codes beyond the bound. */
  readonly code: string;
  /** Chinese name; absent for a code that the table of provinces does not have. */
  readonly name?: string;
  /** English name; absent for a code that the table of provinces does not have. */
  readonly nameEn?: string;
  /** Orders. */
  readonly total: number;
  /** Orders with result 0000. */
  readonly succeeded: number;
  /** All other orders. */
  readonly failed: number;
  /** succeeded / total, 0 to 1; absent when total is 0. */
  readonly successRate?: number;
  /** Sum over the succeeded orders, in fen; exact, and it may pass 64 bits. */
  readonly amountFen: number;
  /** The hours that have orders, ascending. */
  readonly hours: readonly Point[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** The orders of a province. */
export interface ProvinceOrders {
  /** The province's code; other stands for all unknown codes beyond the bound. */
  readonly code: string;
  /** Chinese name; absent for a code that the table of provinces does not have. */
  readonly name?: string;
  /** English name; absent for a code that the table of provinces does not have. */
  readonly nameEn?: string;
  /** Orders. */
  readonly total: number;
  /** Orders with result 0000. */
  readonly succeeded: number;
  /** All other orders. */
  readonly failed: number;
  /** succeeded / total, 0 to 1; absent when total is 0. */
  readonly successRate?: number;
  /** Sum over the succeeded orders, in fen; exact, and it may pass 64 bits. */
  readonly amountFen: number;
}

/** A day's orders by province. */
export interface ProvincesAnswer {
  /** The day, yyyyMMdd. */
  readonly day: string;
  /** The provinces that have orders, most failed first, then by code. */
  readonly provinces: readonly ProvinceOrders[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** A line that could not be counted. */
export interface Reject {
  /** Where it came from. */
  readonly source: string;
  /** Its offset there. */
  readonly position: number;
  /** Why it was rejected. */
  readonly reason: string;
  /** Its beginning, with personal data masked. */
  readonly line: string;
  /** When it was read: UTC, ISO 8601. */
  readonly at: string;
}

/** The newest rejected lines. */
export interface RejectsAnswer {
  /** Newest first. */
  readonly rejects: readonly Reject[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}

/** The books of one source. */
export interface SourceLines {
  /** What operators call it. */
  readonly source: string;
  /** Everything below this offset (bytes in a file) is in the counts. */
  readonly position: number;
  /** All lines. */
  readonly lines: number;
  /** Lines of the five services. */
  readonly counted: number;
  /** Well-formed lines of other services. */
  readonly other: number;
  /** Lines that could not be counted. */
  readonly rejected: number;
  /** Lines of nothing but white space. */
  readonly blank: number;
}

/** A day's orders by minute or hour. */
export interface TrendAnswer {
  /** The day, yyyyMMdd. */
  readonly day: string;
  /** minute or hour. */
  readonly by: string;
  /** Ascending; buckets without orders are absent. */
  readonly points: readonly Point[];
  /** Grows with every change of what the answer is made of. */
  readonly revision: number;
  /** When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started. */
  readonly asOf: string;
  /** true while the store of the figures is away and these are the last known ones; absent while they are current. */
  readonly stale?: boolean;
}
