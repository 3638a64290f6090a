"""The pages that graders see, and what they do there."""
