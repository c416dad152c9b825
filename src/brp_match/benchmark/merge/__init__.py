"""The exports of many municipalities together."""
