"""Made-up municipalities: people, addresses, a month of signals and the truth of each."""

from brp_match.synthetic.generate import Town, generate, generate_months
from brp_match.synthetic.scenario import HELP_DUE, KINDS, Scenario, load_scenario, scenario_names

__all__ = [
    "HELP_DUE", "KINDS", "Scenario", "Town", "generate", "generate_months", "load_scenario", "scenario_names",
]  # fmt: skip
