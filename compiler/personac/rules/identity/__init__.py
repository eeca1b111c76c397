"""Who a persona says it is."""
