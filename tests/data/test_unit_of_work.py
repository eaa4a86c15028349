"""What is committed is kept and told afterwards; what is not leaves no trace."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from imagen.data.database import Database
from imagen.data.models import Project
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import NotFound
from imagen.domain.events import DomainEvent, ProjectChanged


def test_events_are_logged_with_the_change_and_told_after_it(
    units: UnitOfWorkFactory, published: list[DomainEvent]
) -> None:
    project = Project(name="Autumn")
    with units() as unit:
        unit.projects.add(project)
        unit.record(ProjectChanged(project.id))
        assert published == []
        unit.commit()
    assert published == [ProjectChanged(project.id)]
    with units.reading() as reading:
        assert reading.projects.get(project.id).name == "Autumn"
        logged = reading.event_log.since(0, 10)
        assert [(row.name, row.payload) for row in logged] == [("ProjectChanged", {"project_id": str(project.id)})]


def test_leaving_without_a_commit_takes_everything_back(units: UnitOfWorkFactory, published: list[DomainEvent]) -> None:
    project = Project(name="Never")

    def fail() -> None:
        with units() as unit:
            unit.projects.add(project)
            unit.record(ProjectChanged(project.id))
            unit.session.flush()
            raise RuntimeError("broken off")

    with pytest.raises(RuntimeError):
        fail()
    assert published == []
    with units.reading() as reading, pytest.raises(NotFound):
        reading.projects.get(project.id)


def test_what_is_in_the_bin_is_not_found_but_can_be_restored(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        project = unit.projects.add(Project(name="Gone"))
        unit.projects.delete(project)
        unit.commit()
    with units() as unit:
        with pytest.raises(NotFound, match="no project"):
            unit.projects.get(project.id)
        unit.projects.restore(unit.projects.get(project.id, deleted=True))
        unit.commit()
    with units.reading() as reading:
        assert reading.projects.get(project.id).name == "Gone"


def test_no_update_is_lost_between_threads(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        unit.settings.put("counter", {"value": 0})
        unit.commit()

    def count_up(_: int) -> None:
        for _ in range(25):
            with units(durable=False) as unit:
                unit.settings.put("counter", {"value": unit.settings.get("counter")["value"] + 1})
                unit.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_up, range(4)))
    with units.reading() as reading:
        assert reading.settings.get("counter") == {"value": 100}


def test_readers_are_not_blocked_by_a_writer(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        unit.settings.put("key", {"value": 1})
        unit.session.flush()
        with units.reading() as reading:
            assert reading.settings.get("key") == {}
        unit.commit()


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_durable_writers_wait_for_the_disk(database: Database, durable: bool, level: int) -> None:
    with database.write(durable=durable) as session:
        assert session.connection().exec_driver_sql("PRAGMA synchronous").scalar() == level
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
