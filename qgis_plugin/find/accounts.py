"""An account of QGIS's authentication database, as headers that the backend shows to its own servers.

The configuration stays in the database, which is encrypted. What QGIS would send with a request to the catalogue, a
token or a name with a password, goes to the backend in a variable of its environment: never on a command line, where
every user of the computer sees it, and never into a log, the settings or a project.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from ..i18n_text import tr
from ..inputs import InputProblem

VARIABLE = "L4S_WEB_ACCOUNT"


def account_variable(config: str, address: str, hosts: Sequence[str]) -> str:
    """The value of `VARIABLE`, empty without a configuration.

    Parameters
    ----------
    config
        Identifier in the authentication database.
    address
        Of the catalogue; a method like OAuth2 asks its server for a token now. May show QGIS's own dialogs: call it in
        the main thread.
    hosts
        The servers that may see the headers.

    Raises
    ------
    InputProblem
        QGIS cannot use the configuration.
    """
    if not config:
        return ""
    request = QNetworkRequest(QUrl(address))
    before = _headers(request)
    answer = QgsApplication.authManager().updateNetworkRequest(request, config)
    good, made = answer if isinstance(answer, tuple) else (answer, request)
    headers = {name: value for name, value in _headers(made).items() if before.get(name) != value}
    if not good:
        raise InputProblem(tr("QGIS cannot use the chosen account. Check it in Settings > Options > Authentication."))
    if not headers or not hosts:
        raise InputProblem(tr("The chosen account has no user name, token or key that a catalogue could be shown."))
    return json.dumps({"headers": headers, "hosts": list(hosts)})


def _headers(request: QNetworkRequest) -> dict[str, str]:
    return {
        bytes(name).decode("latin-1"): bytes(request.rawHeader(name)).decode("latin-1")
        for name in request.rawHeaderList()
    }
