"""Households (rumah tangga): who eats from one kitchen, whatever their family cards."""
