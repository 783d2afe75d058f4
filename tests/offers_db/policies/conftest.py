"""The repository's own policies, searchable."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from offers_db import migrate
from offers_db.database import create_engine_from_url
from offers_db.offer import load_municipalities
from offers_db.policies.library import PolicyLibrary
from offers_db.policies.read_model import load_policies
from offers_db.search.embedding import embed_passages
from offers_db.seed import seed

# Embedding the policies takes half a minute: the guide's own cache has them.
VECTOR_CACHE = Path(__file__).parents[3] / "var" / "vectors.npz"


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    engine = create_engine_from_url(f"sqlite:///{tmp_path_factory.mktemp('policies')}/guide.db")
    embed = partial(embed_passages, cache_file=VECTOR_CACHE)
    migrate.upgrade(engine)
    seed(engine)
    with Session(engine) as session:
        built = PolicyLibrary(*load_policies(session), load_municipalities(session), embed=embed)
    engine.dispose()
    return built


POLICY = """\
document:
  id: ballerup-motion
  municipality: ballerup
  title: Motionspolitik
  year: 2020
  status: adopted
sections:
  - id: forord
    heading: Forord
    passages:
      - {id: forord-1, text: Ballerup vil have flere til at gå., kind: goal, topics: [exercise], keywords: [gåture]}
  - id: tal
    heading: Tal
    parent: forord
    passages: []
figures:
  - id: gaar
    indicator: walking
    name: Går hver dag
    definition: Går en tur hver dag
    population: {label: alle, age_from: 16}
    value: 11.5
    unit: percent
    section: tal
"""


@pytest.fixture
def policy_folder(content: Path, tmp_path: Path) -> Path:
    """The test offers with one policy."""
    folder = tmp_path / "content"
    (folder / "policies").mkdir(parents=True)
    for path in content.glob("*.yml"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "policies" / "ballerup-motion.yml").write_text(POLICY, encoding="utf-8")
    return folder
