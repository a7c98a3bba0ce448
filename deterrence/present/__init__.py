"""For eyes: text, tables, LaTeX, HTML and plots."""
