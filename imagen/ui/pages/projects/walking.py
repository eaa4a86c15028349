"""What the browser does for the cards by itself: arrows walk, single keys act on the one in focus, a click opens it."""

WALK = """(event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !event.target.matches('.project-open')) return;
  const cards = [...event.currentTarget.querySelectorAll('.project-open')], at = cards.indexOf(event.target);
  const top = (card) => card.closest('.project-card').offsetTop;
  const columns = Math.max(1, cards.filter((card) => top(card) === top(cards[0])).length);
  const steps = {ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns};
  const to = {...steps, Home: 0, End: cards.length - 1}[event.key];
  if (to !== undefined) {
    event.preventDefault();
    const next = cards[Math.min(cards.length - 1, Math.max(0, to))];
    next.focus();
    next.closest('.project-card').scrollIntoView({block: 'nearest'});
  } else if (event.key.toLowerCase() === 'g' && !event.shiftKey) {
    event.preventDefault();
    event.target.closest('.project-card').querySelector('.project-link').click();
  } else if (['F2', 'Delete', 'e', 'E'].includes(event.key)) {
    event.preventDefault();
    emit({key: event.key.length === 1 ? event.key.toLowerCase() : event.key, at});
  }
}"""
OPEN = """(event) => {
  event.target.closest('.project-days, .project-cost')?.closest('.project-card').querySelector('.project-open').click();
}"""
"""What says more when pointed at lies over the card's link, and leads where that does."""

LISTED = (
    ("ArrowDown", "Walk the projects"),
    ("Enter", "Order in the project"),
    ("G", "Its Gallery"),
    ("F2", "Rename, describe, limit"),
    ("E", "Archive, or take back"),
    ("Delete", "Delete it"),
)
"""The keys with what they do, as the key list shows them."""
