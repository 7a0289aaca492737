"""After any sequence of changes, what was derived step by step equals what is derived from nothing."""

import os
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from registry.horizon.refreshing import refresh
from registry.resolving.matching import Db
from tests.registry.bringing import open_register
from tests.registry.horizon.lives import TODAY, Lives, what_holds
from tests.registry.horizon.worlds import World

WORLDS = int(os.environ.get("LAWS_EXAMPLES", "3"))
STEPS = 8


@pytest.mark.parametrize("seed", range(WORLDS))
def test_step_by_step_is_as_all_at_once(session: Session, seed: int) -> None:
    world = World(Lives(open_register(session)), seed)
    for step in (world.state, world.inventory, world.services):
        step()
    today, narrow = TODAY, 0
    for _ in range(STEPS):
        done = [world.step() for _ in range(world.chance.randint(1, 2))]
        today += timedelta(days=world.chance.choice((0, 1, 40)))
        narrow += not world.lives.refresh(today).complete
        assert world.lives.refresh(today).changed == 0
        found = what_holds(world.lives.db)
        expected = _from_nothing(world.lives.db, world.lives, today)
        for name, rows in expected.items():
            assert found[name] == rows, (done, name)
    assert narrow >= STEPS - 1


def _from_nothing(db: Db, lives: Lives, today: object) -> dict[str, list[object]]:
    with db.transaction(force_rollback=True):
        for table in ("deadlines", "application_ends", "horizon_days", "version_supports", "horizon_refreshes"):
            db.execute(f"DELETE FROM {table}")
        assert refresh(db, today=today, at=lives.register.now).complete  # type: ignore[arg-type]
        return what_holds(db)
