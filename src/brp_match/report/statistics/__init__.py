"""Statistics of the scorecards: funnel plots, p-charts, suppression. Pure functions."""
