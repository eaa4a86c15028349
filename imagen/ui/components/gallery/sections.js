// The headings of a list, in words of this browser's language where they are days, and the names along its rail.
const MONTH = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" });
const SHORT = new Intl.DateTimeFormat(undefined, { month: "short", year: "numeric" });
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "long", year: "numeric" });

function dayLabel(value) {
  const [year, month, day] = value.split("-").map(Number), then = new Date(year, month - 1, day), now = new Date();
  const ago = Math.round((new Date(now.getFullYear(), now.getMonth(), now.getDate()) - then) / 86_400_000);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  return ago < 7 && ago > 0 ? WEEKDAY.format(then) : DAY.format(then);
}

const monthOf = (value) => { const [year, month] = value.split("-").map(Number); return new Date(year, month - 1, 1); };

export function labelOf(group, by) {
  if (by === "day") return dayLabel(group.value);
  return by === "month" ? MONTH.format(monthOf(group.value)) : group.label || group.value;
}

export const sectionsOf = (groups, by) => groups.filter((group) => group.count > 0).map((group) => ({ label: labelOf(group, by), count: group.count }));

// The names along the rail: [{index, label, short}], from months of the list or from its sections.
export function marksOf(groups, by) {
  let index = 0;
  return groups.filter((group) => group.count > 0).map((group) => {
    const month = by === "month" ? monthOf(group.value) : null;
    const mark = { index, label: month ? MONTH.format(month) : labelOf(group, by), short: month ? SHORT.format(month) : labelOf(group, by), year: month ? String(month.getFullYear()) : "" };
    index += group.count;
    return mark;
  });
}
