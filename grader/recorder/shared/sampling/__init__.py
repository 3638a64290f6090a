"""What is kept of the steps of a training that were drawn: their states, batches and places."""
