"""How the Projects page says what a project holds, what goes on in it, what it cost and when it was used."""

from __future__ import annotations

from datetime import datetime, timedelta

from imagen.domain.money import buzz, dollars
from imagen.services.naming import counted
from imagen.services.project_overview import ProjectOverview

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_NIGHT = timedelta(hours=6)  # until then, hours say more than that it was yesterday
_WEEK, _FEW_WEEKS = 7, 5


def holds(project: ProjectOverview) -> str:
    """Say how much there is."""
    if project.is_untouched:
        return "Nothing made yet"
    parts = [counted(project.order_count, "order"), counted(project.product_count, "product")]
    if project.liked_count:
        parts.append(f"{project.liked_count:,} liked")
    if project.failed:
        parts.append(f"{project.failed:,} failed")
    return " · ".join(parts)


def goes_on(project: ProjectOverview) -> list[tuple[str, str]]:
    """Say what goes on, each with the kind of dot that stands before it; nothing while all is quiet."""
    found = []
    if project.attention:
        found.append(("failed", f"{project.attention:,} {'needs' if project.attention == 1 else 'need'} you"))
    if project.held:
        found.append(("paused", f"{counted(project.held, 'order')} held by a limit"))
    if project.running:
        found.append(("running", f"{project.running:,} running"))
    if project.waiting:
        found.append(("waiting", f"{project.waiting:,} waiting"))
    return found


def cost(project: ProjectOverview) -> tuple[str, str]:
    """Say what it cost in all, against its limit where it has one, and what of that fell in this month.

    Empty where nothing was ever ordered or made.
    """
    if not project.spent and project.spending_limit is None:
        return "" if project.is_untouched else "Nothing spent", ""
    limit = f" of {dollars(project.spending_limit)}" if project.spending_limit is not None else ""
    said = f"{dollars(project.spent)}{limit}{_in_buzz(project.buzz)}"
    if not project.spent_this_month:
        return said, ""
    whole = project.spent_this_month == project.spent
    return said, "all this month" if whole else f"{dollars(project.spent_this_month)} this month"


def cost_in_full(project: ProjectOverview) -> str:
    """Say the same at length, with what of this month was billed in Buzz."""
    this_month = f"{dollars(project.spent_this_month)}{_in_buzz(project.buzz_this_month)} this month"
    said = f"{dollars(project.spent)}{_in_buzz(project.buzz)} in all, {this_month}; what is on the way counts as spent."
    if project.spending_limit is not None:
        said += f" It may spend {dollars(project.spending_limit)} in all."
    return said


def _in_buzz(amount: int) -> str:
    """Write what of an amount was billed in Buzz, in whole ones unless it is less than one."""
    return f" · {buzz(round(amount, -6) or amount)}" if amount else ""


def last_used(project: ProjectOverview, now: datetime) -> str:
    """Say when it was last worked in; `now` is aware, and days are those of its zone."""
    if project.used_at is not None:
        return f"Used {ago(project.used_at, now)}"
    return f"Made {ago(project.created_at, now)}" if project.created_at else ""


def ago(moment: datetime, now: datetime) -> str:
    """Say how long ago a moment was, and after some weeks its date."""
    passed, local = now - moment, moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if passed < _MINUTE:
        return "just now"
    if passed < _HOUR:
        return f"{passed // _MINUTE} min ago"
    if days == 0 or passed < _NIGHT:
        return f"{passed // _HOUR} h ago"
    if days < _WEEK * _FEW_WEEKS:
        return _days_ago(days)
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b %Y}"


def _days_ago(days: int) -> str:
    if days < _WEEK:
        return "yesterday" if days == 1 else f"{days} days ago"
    return "a week ago" if days < 2 * _WEEK else f"{days // _WEEK} weeks ago"


def activity(project: ProjectOverview) -> str:
    """Say in words what the bars of the last thirty days show."""
    total = sum(count for _, count in project.days)
    if not total:
        return f"No products in the last {len(project.days)} days"
    day, most = max(project.days, key=lambda one: one[1])
    said = f"{counted(total, 'product')} in the last {len(project.days)} days"
    return f"{said}, most of them on {day.day} {day:%b}: {most:,}" if most < total else f"{said}, on {day.day} {day:%b}"


def scale(project: ProjectOverview) -> str:
    """Say what the bars stand for, and how high the highest of them is."""
    most = max((count for _, count in project.days), default=0)
    span = f"Last {len(project.days)} days"
    return f"{span} · up to {most:,} a day" if most else f"{span} · nothing made"


def before_deleting(project: ProjectOverview) -> str:
    """Say what becomes of a project that is deleted, and of all that it holds."""
    whole = " and ".join(
        counted(count, word)
        for count, word in ((project.order_count, "order"), (project.product_count, "product"))
        if count
    )
    stays = "stays where it is" if project.order_count + project.product_count == 1 else "stay where they are"
    said = (
        f"The project goes to the Bin. Its {whole} {stays}, with likes, tags and collections: the Gallery finds them as "
        "before, only not by this project's name. Restore the project from the Bin, and all is in it again."
    )
    busy = project.running + project.waiting
    if busy:
        said += f" {counted(busy, 'generation')} still to be made will go on; cancel what you do not want first."
    return said
