"""The pages of the review service: server-rendered HTML that works without JavaScript."""
