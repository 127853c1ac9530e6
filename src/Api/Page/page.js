"use strict";

// Shows the figures of /api/v1/live; provinces and books are fetched when they change, at most every two seconds.

const fetchEveryMs = 2000;
const watchEveryMs = 5000;
const lastMinutes = 60;

// The figures' days and minutes are China's, so every time that is shown is too, wherever the browser is.
const chinaTime = { hour12: false, timeZone: "Asia/Shanghai" };

const element = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("zh-CN");
const yuan = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 0 });

let day = null;
let minutes = new Map();
let lastEventAt = null;
let feed = null;
let isSilent = false;

const count = (value) => (value === undefined ? "–" : number.format(value));
const amount = (fen) => (fen === undefined ? "–" : yuan.format(fen / 100));
const rate = (value) => (value === undefined ? "–" : `${(value * 100).toFixed(2)} %`);
const seconds = (ms) => (ms === undefined ? "–" : `${(ms / 1000).toFixed(1)} s`);
const dayText = (text) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;

function show(id, text) {
  const target = element(id);
  if (target.textContent !== text) target.textContent = text;
}

function bilingual(target, zh, en) {
  const english = document.createElement("span");
  english.lang = "en";
  english.textContent = en;
  target.replaceChildren(`${zh} `, english);
}

// The feed's state. A lost feed is said loudly, and what is shown is greyed: it is no longer what is.
function setFeed(state) {
  const feed = element("feed");
  const isLost = state === "lost";
  if (feed.dataset.state !== state) {
    feed.dataset.state = state;
    if (isLost) bilingual(feed, "● 中断", "lost");
    else bilingual(feed, "● 实时", "live");
  }
  document.body.classList.toggle("stale", isLost);
  element("lost").hidden = !isLost;
  if (isLost) {
    const since = lastEventAt ? lastEventAt.toLocaleTimeString("zh-CN", chinaTime) : "–";
    show("lost", `数据连接中断，以下为旧数据；最近更新 ${since}，正在重连… Feed lost: figures are out of date, last update ${since}, reconnecting…`);
  }
}

function showSnapshot(snapshot) {
  lastEventAt = new Date();
  if (snapshot.day !== day) {
    day = snapshot.day ?? null;
    minutes = new Map();
  }
  show("revision", String(snapshot.revision));
  show("asOf", new Date(snapshot.asOf).toLocaleString("zh-CN", chinaTime));
  if (day) {
    show("day", dayText(day));
    show("total", count(snapshot.orders.total));
    show("succeeded", count(snapshot.orders.succeeded));
    show("failed", count(snapshot.orders.failed));
    show("rate", rate(snapshot.orders.successRate));
    show("amount", amount(snapshot.orders.amountFen));
    show("recharge", seconds(snapshot.recharge.averageMs));
    show("payment", seconds(snapshot.payment.averageMs));
    for (const point of snapshot.minutes) minutes.set(point.at, point);
    showMinutes();
    if (snapshot.changedDays.includes(day)) provinces.ask();
  } else {
    bilingual(element("day"), "暂无数据", "no figures yet");
  }
  audit.ask();
}

const svgName = "http://www.w3.org/2000/svg";

function shape(name, attributes, text) {
  const node = document.createElementNS(svgName, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

const minuteOfDay = (at) => Number(at.slice(8, 10)) * 60 + Number(at.slice(10, 12));
const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function showMinutes() {
  const byMinute = new Map([...minutes.values()].map((point) => [minuteOfDay(point.at), point]));
  const newest = Math.max(0, ...byMinute.keys());
  const oldest = newest - lastMinutes + 1;
  const most = Math.max(1, ...[...byMinute].filter(([minute]) => minute >= oldest).map(([, point]) => point.total));
  const [left, bottom, height, step] = [46, 195, 180, 15];
  const nodes = [];
  for (const part of [0, 0.5, 1]) {
    const y = bottom - part * height;
    nodes.push(shape("line", { class: "axis", x1: left, x2: left + lastMinutes * step, y1: y, y2: y }));
    if (part * most >= 1 || part === 0) nodes.push(shape("text", { x: left - 6, y: y + 4, "text-anchor": "end" }, number.format(Math.round(part * most))));
  }
  for (let index = 0; index < lastMinutes; index++) {
    const minute = oldest + index;
    const x = left + index * step;
    if (minute >= 0 && minute % 10 === 0) nodes.push(shape("text", { x: x + step / 2, y: bottom + 16, "text-anchor": "middle" }, clock(minute)));
    const point = byMinute.get(minute);
    if (!point) continue;
    const good = (point.succeeded / most) * height;
    const bad = (point.failed / most) * height;
    const group = shape("g", {});
    group.append(shape("title", {}, `${clock(minute)}  ${count(point.succeeded)} 成功 succeeded, ${count(point.failed)} 失败 failed`));
    group.append(shape("rect", { class: "good", x: x + 2, y: bottom - good, width: step - 4, height: good }));
    group.append(shape("rect", { class: "bad", x: x + 2, y: bottom - good - bad, width: step - 4, height: bad }));
    nodes.push(group);
  }
  element("minutes").replaceChildren(...nodes);
}

function row(cells, classes = []) {
  const line = document.createElement("tr");
  line.append(...cells.map((cell, index) => {
    const node = document.createElement("td");
    if (classes[index]) node.className = classes[index];
    if (Array.isArray(cell)) bilingual(node, ...cell);
    else node.textContent = cell;
    return node;
  }));
  return line;
}

function showProvinces(answer) {
  element("provinces").replaceChildren(...answer.provinces.map((province) => row(
    [
      [province.name ?? province.code, province.nameEn ?? (province.code === "other" ? "other codes" : "unknown code")],
      count(province.total), count(province.failed), rate(province.successRate), amount(province.amountFen),
    ],
    ["", "", province.failed > 0 ? "bad" : ""])));
}

function showAudit(answer) {
  const balanced = element("balanced");
  balanced.className = answer.balanced ? "good" : "bad";
  balanced.textContent = answer.balanced ? "平衡 balanced" : "不平衡 not balanced";
  const cells = (books) => [count(books.lines), count(books.counted), count(books.other), count(books.rejected), count(books.blank)];
  element("sources").replaceChildren(
    row([["合计", "all"], ...cells(answer)]),
    ...answer.sources.map((source) => row([source.source, ...cells(source)])));
}

// Fetches a path when it is asked to, never twice at a time and not more often than it should.
function fetcher(path, use) {
  let isWanted = false;
  let isBusy = false;
  async function run() {
    isBusy = true;
    while (isWanted) {
      isWanted = false;
      try {
        const response = await fetch(path(), { signal: AbortSignal.timeout(watchEveryMs) });
        if (response.ok) use(await response.json());
      } catch {
        isWanted = true;
      }
      await new Promise((done) => setTimeout(done, fetchEveryMs));
    }
    isBusy = false;
  }
  return { ask() { isWanted = true; if (!isBusy) run(); } };
}

const provinces = fetcher(() => `/api/v1/provinces?day=${day}`, showProvinces);
const audit = fetcher(() => "/api/v1/audit", showAudit);

function connect() {
  feed = new EventSource("/api/v1/live");
  feed.onopen = () => setFeed("live");
  feed.addEventListener("snapshot", (event) => {
    setFeed("live");
    showSnapshot(JSON.parse(event.data));
  });
  feed.onerror = () => setFeed("lost");
}

// A connection that died without a word raises no error, and the browser gives up on some answers: both are looked after here.
async function watch() {
  try {
    const response = await fetch("/healthz", { signal: AbortSignal.timeout(watchEveryMs), cache: "no-store" });
    if (!response.ok) throw new Error(String(response.status));
    if (feed.readyState === EventSource.CLOSED || (isSilent && feed.readyState === EventSource.OPEN)) {
      feed.close();
      connect();
    }
    isSilent = false;
  } catch {
    isSilent = true;
    setFeed("lost");
  }
  setTimeout(watch, watchEveryMs);
}

connect();
setTimeout(watch, watchEveryMs);
