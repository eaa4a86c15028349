// Reads the expansion language for colours only; what is right and wrong is for the server to say.
const ESCAPABLE = "[],|=?#\\";
const NUMBER = "-?\\d+(?:\\.\\d+)?";
const RANGE = new RegExp(`^\\s*${NUMBER}\\s*\\.\\.\\s*${NUMBER}(?:\\s*(?:\\.\\.|#)\\s*${NUMBER})?\\s*$`);
const NAME = /^\s*[\p{L}_][\p{L}\p{M}\d_/\- ]*\s*$/u;
const BOUND = /^\s*([\p{L}_][\p{L}\p{M}\d_/-]*)\s*=(?!=)/u;
const DEEPEST = 60;

// Finds the tokens of a text: flat list of {start, end, kind, name?, binds?, depth, cuts: [separator offsets]} in UTF-16 units.
export function tokenise(text) {
  const tokens = [];
  const marks = []; // {start, end, kind: escape | split | stray}
  const open = [];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (sign === "\\" && i + 1 < text.length && ESCAPABLE.includes(text[i + 1])) {
      marks.push({ start: i, end: i + 2, kind: "escape" });
      i++;
    } else if (sign === "[") {
      open.push({ start: i, cuts: [], pipes: 0, commas: 0 });
    } else if (sign === "]") {
      const token = open.pop();
      if (!token) marks.push({ start: i, end: i + 1, kind: "stray" });
      else if (open.length < DEEPEST) tokens.push(finish(text, token, i + 1, open.length));
    } else if (sign === "|" && !open.length && text[i + 1] === "|") {
      marks.push({ start: i, end: i + 2, kind: "split" });
      i++;
    } else if ((sign === "," || sign === "|") && open.length) {
      const token = open[open.length - 1];
      token.cuts.push(i);
      if (sign === "|") token.pipes++; else token.commas++;
    }
  }
  for (const token of open) marks.push({ start: token.start, end: token.start + 1, kind: "stray" });
  tokens.sort((a, b) => a.start - b.start || b.end - a.end);
  return { tokens, marks };
}

function finish(text, token, end, depth) {
  const made = { start: token.start, end, depth, cuts: token.cuts, kind: "error" };
  let body = text.slice(token.start + 1, end - 1);
  if (/^\s*=/.test(body)) { made.kind = "back"; return made; }
  const bound = BOUND.exec(body);
  if (bound) { made.binds = bound[1]; body = body.slice(bound[0].length); }
  const random = /^\s*\?/.test(body);
  if (random) body = body.replace(/^\s*\?/, "");
  const single = !token.pipes && !token.commas;
  if (single && NAME.test(body)) { made.name = body.trim().replace(/\s+/g, " "); made.binds = made.binds || made.name; }
  if (token.pipes && token.commas) made.kind = "error";
  else if (random || token.pipes) made.kind = "random";
  else if (token.commas) made.kind = "inline";
  else if (made.name) made.kind = "lookup";
  else if (RANGE.test(body)) made.kind = "inline";
  return made;
}

// Colours a value parameter (`8,10..12`, `?1..5`, `7|21`) as one token without brackets.
export function values(text) {
  const cuts = [];
  let pipes = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "," || text[i] === "|") { cuts.push(i); pipes += text[i] === "|"; }
  }
  const random = pipes > 0 || /^\s*\?/.test(text);
  const many = random || cuts.length > 0 || RANGE.test(text);
  return { tokens: many && text ? [{ start: 0, end: text.length, depth: 0, cuts, kind: random ? "random" : "inline", bare: true }] : [], marks: [] };
}

// The names that a back-reference at this place may mean: bound by tokens to its left in the same sub-prompt.
export function bindingsBefore(text, at) {
  const { tokens, marks } = tokenise(text);
  const from = marks.filter((mark) => mark.kind === "split" && mark.end <= at).reduce((last, mark) => Math.max(last, mark.end), 0);
  const names = tokens.filter((token) => token.binds && token.start >= from && token.end <= at).map((token) => token.binds);
  return [...new Set(names.reverse())];
}

// Unicode code points (what the server counts) to UTF-16 units (what the browser counts) and back.
export function toUnits(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (point) => Math.min(point, text.length);
  const starts = [];
  for (let i = 0; i < text.length; i += text.codePointAt(i) > 0xffff ? 2 : 1) starts.push(i);
  starts.push(text.length);
  return (point) => starts[Math.min(point, starts.length - 1)];
}

export function toPoints(text, unit) {
  let points = 0;
  for (let i = 0; i < Math.min(unit, text.length); i += text.codePointAt(i) > 0xffff ? 2 : 1) points++;
  return points;
}
