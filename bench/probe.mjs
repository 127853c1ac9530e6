// Marked orders that tell how long a line takes until REST counts it.
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from './errors.mjs';

// Orders of a day that the generator does not reach: its total in REST counts the probes alone.
const probeDay = '20010101';
const probePollMs = 10;
const probeIntervalMs = 400;
const probeLimitMs = 15_000;

// Multiples of the golden ratio spread evenly, so the probes meet every phase of the checkpoint interval.
const goldenRatio = 0.6180339887;

/**
 * Sends marked orders one by one and sees when REST counts each. The first, probeLine(0), must have been sent before.
 * Returns the times in ms, sorted.
 */
export async function probe(server, send, count) {
  const sent = [];
  const latencies = [];
  const sending = sendProbes(send, count, sent);
  while (latencies.length < count) {
    const answer = await server.get(`/api/v1/overview?day=${probeDay}`);
    const now = performance.now();

    // The order that was there from the start is none of them.
    const counted = (answer.json?.orders?.total ?? 0) - 1;
    while (latencies.length < counted)
      latencies.push(now - sent[latencies.length]);
    if (latencies.length < sent.length && now - sent[latencies.length] > probeLimitMs)
      throw new BenchError(`a line is not in REST ${probeLimitMs / 1_000} s after it was sent`);
    await delay(probePollMs);
  }

  await sending;
  return latencies.sort((left, right) => left - right);
}

async function sendProbes(send, count, sent) {
  for (let index = 1; index <= count; index++) {
    await delay(probeIntervalMs * (0.5 + index * goldenRatio % 1));
    sent.push(performance.now());
    send(probeLine(index));
  }
}

export function probeLine(index) {
  const order = `${index}`.padStart(15, '0');
  return `${JSON.stringify({
    bussinessRst: '0000', chargefee: '1000', interFacRst: '0000', orderId: order, provinceCode: '100',
    receiveNotifyTime: `${probeDay}120001000`, requestId: `${probeDay}120000000${order}`, serviceName: 'reChargeNotifyReq',
  })}\n`;
}
