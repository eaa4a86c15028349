"""Wire the analysis: its frame, its address with what is asked."""

from __future__ import annotations

from imagen.services.analysis_views import By
from imagen.ui import design as d
from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.pages.analysis.desk import AnalysisDesk
from imagen.ui.paths import ANALYSIS
from imagen.ui.whole_page import whole_page

_LONGEST = 2000


def register(context: PageContext) -> None:
    """Declare the analysis."""

    @whole_page(ANALYSIS)
    async def analysis(q: str = "", by: str = "") -> None:
        d.wear("analysis.css")
        wanted = By(by) if by in set(By) else By.LIKED
        with frame(
            "What is liked", "gallery", navigation=context.navigation, jump=lambda: jump_entries(context)
        ) as page:
            with page.status:
                queue_pill(context)
            desk = AnalysisDesk(context, q[:_LONGEST], wanted)
            page.keys.list_only("/", "Search")
        desk.begin()
