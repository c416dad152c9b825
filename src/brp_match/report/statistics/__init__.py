"""Statistics of the scorecards: intervals, funnel plots, p-charts, suppression. Pure functions."""
