"""Revision specifications written as prose: read whole, anchored, lowered to ops."""
