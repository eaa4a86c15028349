"""The program that the endurance run starts and kills: the pipeline without pages, told what to do line by line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from uuid import UUID

from imagen.bootstrap import Production, build
from imagen.datafolder import DataFolder
from imagen.services.order_request import OrderRequest
from imagen.settings import load_settings
from tests.fakes.made_up_provider import PATHS


def obey(production: Production, command: dict[str, str]) -> object:
    services = production.services
    match command["do"]:
        case "order":
            request = OrderRequest(command["model"], {"prompt": command["prompt"]})
            return str(services.orders.place(request).id)
        case "first":
            orders = [order.id for order in services.queue.state().orders]
            services.orders.move(UUID(command["order"]), next(o for o in orders if str(o) != command["order"]))
            return [str(order.id) for order in services.queue.state().orders]
        case "pause":
            services.queue.pause()
        case "resume":
            services.queue.resume()
        case "state":
            state = services.queue.state()
            return {
                "running": state.running,
                "waiting": state.waiting,
                "attention": state.attention,
                "watched": len(production.polling._in_flight),
                "done": sum(order.progress.ended for order in services.orders.list(limit=50).items),
                "unwritten": sum(o.progress.pending for o in state.orders) - state.waiting,
            }
        case "stop":
            production.stop()
    return None


def main(root: Path) -> None:
    settings = load_settings({"workers": "8", "poll_seconds": "0.5"}, {})
    with DataFolder(root).acquire() as folder:
        production = build(folder, settings, PATHS)
        recovered = production.start()
        print(json.dumps({"recovered": vars(recovered)}), flush=True)
        for line in sys.stdin:
            print(json.dumps({"answer": obey(production, json.loads(line))}), flush=True)
        production.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
