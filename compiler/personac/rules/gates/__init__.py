"""Rules about gates and metrics: what has to hold before work goes on."""
