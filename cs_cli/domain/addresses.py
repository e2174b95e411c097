"""E-mail addresses: whose are ours, whose an account's; mailboxes that anybody may have say nothing of a company."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cs_cli.errors import UsageError

_ADDRESS = re.compile(r"[^@\s<>,;\"]*@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")
_FOR_EVERYBODY = """
126.com 163.com aim.com aol.com att.net bellsouth.net bigpond.com bluewin.ch btinternet.com comcast.net cox.net
daum.net docomo.ne.jp duck.com email.com fastmail.com fastmail.fm foxmail.com free.fr freenet.de gmail.com gmx.at
gmx.ch gmx.com gmx.de gmx.net googlemail.com hanmail.net hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es
hotmail.fr hotmail.it hushmail.com icloud.com inbox.com interia.pl kpnmail.nl laposte.net libero.it list.ru live.com
live.co.uk live.fr live.nl mac.com mail.com mail.ru mailbox.org me.com msn.com naver.com neuf.fr o2.pl onet.pl
online.de online.no optonline.net orange.fr outlook.com outlook.de outlook.fr pm.me posteo.de proton.me protonmail.com
qq.com rambler.ru rediffmail.com rocketmail.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com sky.com
sohu.com t-online.de talktalk.net telenet.be terra.com.br tiscali.it tuta.com tutanota.com uol.com.br verizon.net
virgilio.it wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de
yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com ziggo.nl zoho.com
"""
FREEMAIL = frozenset(_FOR_EVERYBODY.split())
"""Domains of mail for everybody: never those of an account."""


def domain_of(address: str) -> str:
    """`acme.example` of `jo@acme.example`."""
    return address.rpartition("@")[2].casefold()


def _within(domain: str) -> Iterator[str]:
    """A domain and those that it is within, the narrowest first: `mail.acme.example`, `acme.example`."""
    while "." in domain:
        yield domain
        domain = domain.partition(".")[2]


def check_addresses(value: Any, where: str) -> list[str]:  # noqa: ANN401  a list in the file, text on the command line
    """The addresses of `me.email`, folded; `@acme.example` is everybody there. Raises UsageError."""
    said = value.split(",") if isinstance(value, str) else value
    if not isinstance(said, list) or not all(isinstance(each, str) for each in said):
        raise UsageError(f"{where}: me.email {value!r} is no address", "Like ann@example.com, or several with commas")
    found = [each.strip().casefold() for each in said if each.strip()]
    if wrong := [each for each in found if not _ADDRESS.fullmatch(each)]:
        raise UsageError(f'{where}: me.email "{wrong[0]}" is no address', "Like ann@example.com, or @example.com")
    return found


class Ours(NamedTuple):
    """Who we are: our addresses, and the domains where everybody is one of us."""

    addresses: frozenset[str]
    domains: frozenset[str]

    def has(self, address: str) -> bool:
        """Whether an address is ours."""
        return address.casefold() in self.addresses or any(each in self.domains for each in _within(domain_of(address)))

    def is_me(self, address: str) -> bool:
        """Whether an address is one of those in the settings."""
        return address.casefold() in self.addresses


def ours(addresses: Iterable[str]) -> Ours:
    """Who we are, by the addresses of `me.email`; their domains are ours but for those of mail for everybody."""
    known = frozenset(addresses)
    return Ours(known, frozenset(map(domain_of, known)) - FREEMAIL)


class Known(NamedTuple):
    """Whose an address is: by address the accounts and their person's name there, by domain the accounts."""

    people: Mapping[str, Mapping[str, str]]
    domains: Mapping[str, frozenset[str]]

    def accounts_of(self, addresses: Collection[str]) -> frozenset[str]:
        """The accounts (by key) that the addresses are of: of their contacts, else of their domains."""
        by_contact = frozenset(key for address in addresses for key in self.people.get(address.casefold(), ()))
        return by_contact or frozenset(key for address in addresses for key in self._at(domain_of(address)))

    def _at(self, domain: str) -> frozenset[str]:
        return next((self.domains[each] for each in _within(domain) if each in self.domains), frozenset())

    def names(self, account: str, addresses: Iterable[str]) -> list[str]:
        """The people of an account among the addresses, each once."""
        found = (self.people.get(address.casefold(), {}).get(account) for address in addresses)
        return list(dict.fromkeys(name for name in found if name))


def known(people: Iterable[tuple[str, str, str]], domains: Iterable[tuple[str, str]]) -> Known:
    """What is known of (address, account, name) of contacts and (domain, account)."""
    by_address: dict[str, dict[str, str]] = {}
    for address, account, name in people:
        by_address.setdefault(address.strip().casefold(), {}).setdefault(account, name)
    by_domain: dict[str, set[str]] = {}
    for domain, account in domains:
        folded = domain.strip().casefold().removeprefix("www.")
        if folded not in FREEMAIL:
            by_domain.setdefault(folded, set()).add(account)
    return Known(by_address, {domain: frozenset(keys) for domain, keys in by_domain.items()})
