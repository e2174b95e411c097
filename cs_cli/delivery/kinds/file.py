"""A digest as a file: Markdown, and a page for whoever wants HTML."""

from cs_cli.delivery.kinds.mail import page
from cs_cli.delivery.kinds.plain import as_markdown, text_parcel
from cs_cli.delivery.parcel import Parcel
from cs_cli.domain.digest import Digest


def parcel(digest: Digest) -> Parcel:
    """The parcel of a file."""
    return text_parcel(digest)._replace(text=as_markdown(digest), html=page(digest))
