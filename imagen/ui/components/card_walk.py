"""Walk cards that lie in rows by the arrow keys."""

from __future__ import annotations


def card_walk(card: str, target: str) -> str:
    """Give the browser's handler of keys for a grid of `card`s (a selector), of which `target` takes the focus."""
    return f"""(event) => {{
  const all = [...event.currentTarget.querySelectorAll('{target}')], at = all.indexOf(document.activeElement);
  if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
  const top = (one) => one.closest('{card}').offsetTop;
  const columns = Math.max(1, all.filter((one) => top(one) === top(all[0])).length);
  const step = {{ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns}}[event.key];
  if (!step) return;
  event.preventDefault();
  all[Math.min(all.length - 1, Math.max(0, at + step))].focus();
}}"""
