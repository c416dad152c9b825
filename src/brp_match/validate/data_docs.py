"""Data Docs of Great Expectations itself, for who wants them: a website in a folder, no cell value."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from brp_match.content.expectations import Expectation, load_expectations
from brp_match.database import Connection, table_exists
from brp_match.output import written_beside
from brp_match.validate.suite import (
    RESULT_FORMAT,
    batch_definition,
    frame,
    make_context,
    make_suite,
    quiet,
)

SITE = "brp-match"


def write_data_docs(con: Connection, folder: Path) -> Path:
    """Write Data Docs of the check tables that `validate_signals` and `validate_residents` left, in the place of what stood
    in `folder` of an earlier time, in one step.

    One suite and one result for every file in `expectations/`. Returns the page to open. Holds the
    time it was made, so two runs differ. The pages fetch their style sheets from the internet when
    they are opened. Raises BrpMatchError as `written_beside` does.
    """
    import great_expectations as gx

    with quiet(), written_beside(folder) as beside:
        context = make_context()
        context.add_data_docs_site(SITE, _site(beside))
        for (table, name), expectations in _suites(con).items():
            definition = gx.ValidationDefinition(
                name=name,
                data=batch_definition(context, name),
                suite=context.suites.add(make_suite(name, expectations, in_words=True)),
            )
            context.validation_definitions.add(definition).run(
                batch_parameters={"dataframe": frame([con], table, expectations)},
                result_format=RESULT_FORMAT,
            )
        context.build_data_docs([SITE])
    return folder / "index.html"


def _suites(con: Connection) -> dict[tuple[str, str], list[Expectation]]:
    suites: dict[tuple[str, str], list[Expectation]] = defaultdict(list)
    for item in load_expectations():
        table = f"controle_{item.over}"
        if table_exists(con, table):
            suites[table, Path(item.bestand).stem].append(item)
    return suites


def _site(folder: Path) -> Any:
    return {
        "class_name": "SiteBuilder",
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "store_backend": {
            "class_name": "TupleFilesystemStoreBackend",
            "base_directory": str(folder.resolve()),
        },
        "show_how_to_buttons": False,
    }
