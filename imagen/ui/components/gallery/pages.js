// Pages of the list as JSON: fetched when they come into sight, given up when they leave it before they have come.
export const PAGE = 100;
const MOST_KEPT = 60;
const MOST_AT_ONCE = 4;

export class Pages {
  // get(offset, signal) gives the answer to one page; came() is told when one is there, failed(error) when one is not.
  constructor(get, came, failed) { this.get = get; this.came = came; this.failed = failed; this.kept = new Map(); this.running = new Map(); this.queue = []; }

  item(at) { return this.kept.get(Math.floor(at / PAGE))?.[at % PAGE]; }

  put(number, items) {
    this.kept.delete(number);
    this.kept.set(number, items);
    for (const old of this.kept.keys()) { if (this.kept.size <= MOST_KEPT) break; this.kept.delete(old); }
  }

  // Ask for the pages in sight; what else is under way is given up, unless somebody waits for it.
  want(numbers) {
    const wanted = new Set(numbers);
    for (const [number, one] of this.running) if (!wanted.has(number) && !one.held) { one.abort.abort(); this.running.delete(number); }
    for (const number of wanted) { const items = this.kept.get(number); if (items) { this.kept.delete(number); this.kept.set(number, items); } }
    this.queue = [...wanted].filter((number) => !this.kept.has(number) && !this.running.has(number));
    this.next();
  }

  next() { while (this.queue.length && this.running.size < MOST_AT_ONCE) this.load(this.queue.shift()); }

  load(number, held = false) {
    const known = this.running.get(number);
    if (known) { known.held = known.held || held; return known.promise; }
    const one = { abort: new AbortController(), held };
    const mine = () => this.running.get(number) === one && this.running.delete(number);
    one.promise = this.get(number * PAGE, one.abort.signal).then(
      (answer) => { if (mine()) { this.put(number, answer.items); this.came(); this.next(); } },
      (error) => { if (mine() && error.name !== "AbortError") this.failed(error); });
    this.running.set(number, one);
    return one.promise;
  }

  clear() { for (const one of this.running.values()) one.abort.abort(); this.running.clear(); this.kept.clear(); this.queue = []; }

  has(id) { for (const items of this.kept.values()) if (items.some((item) => item.id === id)) return true; return false; }
}
