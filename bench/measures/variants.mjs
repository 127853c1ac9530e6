// How fast lines are counted that say the same as the generated ones in other forms. The figures must not change.
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compare, recount } from './recount.mjs';

const text = fields => `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
const chinese = '充值业务受理成功，请以到账短信为准。'.repeat(6);

// Each makes a line of its fields; numbers are the line's place in the file, so that files are the same every time.
const variants = {
  'as generated': fields => text(fields),
  'fields in reverse order': fields => text(fields.reverse()),
  'fields in another order in every line': (fields, number) => text(shuffle(fields, number)),
  'one line in ten in another order': (fields, number) => text(number % 10 === 0 ? shuffle(fields, number) : fields),
  'spaces behind colons and commas': fields => `{${fields.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')}}`,
  'numbers as tokens': fields => `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${/^[1-9]\d{0,9}$/.test(value) ? value : JSON.stringify(value)}`).join(',')}}`,
  'an escape in every line': fields => text(fields.map(([name, value]) => [name, name === 'retMsg' ? `"${value}"` : value])),
  'Chinese as escapes': fields => text(fields).replace(/[^\x00-\x7f]/g, character => `\\u${character.charCodeAt(0).toString(16)}`),
  'a long Chinese text that is never the same': (fields, number) => text([...fields, ['remark', `${chinese}${number}`]]),
  'ten unknown fields more': fields => text([...fields, ...Array.from({ length: 10 }, (_, index) => [`extension${index}`, `value ${index}`])]),
  'an unknown name that is never the same': (fields, number) => text([...fields, [`trace${number}`, '1']]),
  'optional fields at random': (fields, number) => text(fields.filter(([name], index) => !optional.has(name) || (Math.imul(number + 1, 2654435761) >>> index) & 1)),
  'every name twice': fields => text([...fields, ...fields]),
  'lines that end in CRLF': fields => `${text(fields)}\r`,
};

const optional = new Set(['clientIp', 'idType', 'logOutTime', 'orderId', 'phoneno', 'payPhoneNo', 'resultTime', 'retMsg', 'serverIp', 'serverPort', 'srcChannel', 'sysId', 'prodCnt']);

export async function measureVariants(workspace, { lines, runs }, section) {
  const plain = await workspace.input(lines);
  const expected = (await recount(workspace, plain)).totals;
  for (const [name, make] of Object.entries(variants)) {
    const input = workspace.path('variant.log');
    await write(plain, input, make);
    const counts = [];
    for (let run = 0; run < runs; run++) {
      counts.push(await recount(workspace, input));
      compare(expected, counts.at(-1).totals, `the same lines, ${name},`);
    }

    workspace.remove(input);
    const seconds = counts.map(run => run.seconds);
    section.add(`${name}, lines/s`, seconds.map(value => lines / value));
  }

  section.note(`${lines.toLocaleString('en-US')} lines each, process start included; the totals were the same every time.`);
}

async function write(from, to, make) {
  const output = createWriteStream(to, { highWaterMark: 1 << 20 });
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(from, { highWaterMark: 1 << 20 }), crlfDelay: Infinity })) {
    if (!output.write(`${make(Object.entries(JSON.parse(line)), number++)}\n`))
      await once(output, 'drain');
  }

  output.end();
  await once(output, 'finish');
}

/** A small generator of its own (a linear congruence), as JavaScript's cannot be given a seed. */
function shuffle(fields, seed) {
  let state = (seed + 1) * 2654435761 >>> 0;
  for (let last = fields.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor(state / 2 ** 32 * (last + 1));
    [fields[last], fields[other]] = [fields[other], fields[last]];
  }

  return fields;
}
