"""The look: layouts, components, words of numbers and dates."""
