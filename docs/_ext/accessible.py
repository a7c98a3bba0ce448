"""What the theme and Sphinx leave unsaid to a screen reader: names of toggles, lists that are none."""

import re

#: Arguments of a long signature: definitions without a term, which is no definition list.
ARGUMENTS = re.compile(r'<dl>(?=\s*<dd><em class="sig-param">)')


def named(html):
    """Give the toggles of the table of contents a name."""
    return str(html).replace("<summary><span", '<summary aria-label="Show or hide the pages below"><span')


def mend(app, pagename, templatename, context, doctree):
    """Mend what the page is put together from; after the theme has said how its lists are made."""
    if "body" in context:
        context["body"] = ARGUMENTS.sub('<dl role="presentation">', context["body"])
    if "generate_toctree_html" in context:
        made = context["generate_toctree_html"]
        context["generate_toctree_html"] = lambda *args, **options: named(made(*args, **options))


def setup(app):
    """Connect to Sphinx."""
    app.connect("html-page-context", mend, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
