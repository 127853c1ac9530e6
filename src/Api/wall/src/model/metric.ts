import { count, exactCount, exactYuan, failureRate, successRate, yuan } from "../text/format.ts";
import type { Language, TextKey } from "../text/language.ts";
import type { OrderSums } from "./minutes.ts";
import type { Metric } from "./view.ts";

/** How provinces are compared. */
interface MetricDefinition {
  readonly title: TextKey;
  /** Whether more is worse. */
  readonly isBad: boolean;
  value(orders: OrderSums): number;
  format(orders: OrderSums, language: Language): string;
  /** The value to its last digit. */
  exact(orders: OrderSums): string;
}

export const metricDefinitions: Readonly<Record<Metric, MetricDefinition>> = {
  failed: { title: "failed", isBad: true, value: (orders) => orders.failed, format: (orders, language) => count(orders.failed, language), exact: (orders) => exactCount(orders.failed) },
  rate: {
    title: "failureRate", isBad: true,
    value: (orders) => (orders.total > 0 ? orders.failed / orders.total : 0),
    format: (orders) => failureRate(orders.failed, orders.total),
    exact: (orders) => `${exactCount(orders.failed)} / ${exactCount(orders.total)}`,
  },
  amount: {
    title: "amount", isBad: false, value: (orders) => orders.amountFen, format: (orders, language) => yuan(orders.amountFen, language),
    exact: (orders) => exactYuan(orders.amountFen),
  },
  orders: {
    title: "orders", isBad: false, value: (orders) => orders.total, format: (orders, language) => count(orders.total, language),
    exact: (orders) => exactCount(orders.total),
  },
};

/** Where a value stands between nothing and the most, so that the many small ones can be told apart. */
export const share = (value: number, most: number): number => (most > 0 ? Math.sqrt(value / most) : 0);

/** The figures of a province in words. */
export const orderLines = (orders: OrderSums, language: Language, say: (key: TextKey) => string): string[] => [
  `${say("orders")} ${count(orders.total, language)}`,
  `${say("failed")} ${count(orders.failed, language)}   ${say("failureRate")} ${failureRate(orders.failed, orders.total)}`,
  `${say("successRate")} ${successRate(orders.succeeded, orders.total)}   ${say("amountYuan")} ${yuan(orders.amountFen, language)}`,
];
