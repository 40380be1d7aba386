# shellcheck shell=bash
# Shared by the scripts that run QGIS; sourced after _env.sh, never run.
# Installing it (Debian and its relatives), upgrading it, and starting it clean.

# qgis: the program and its Python; xvfb and xdotool: a desktop to click on; lrelease: translations.
qgis_packages=(qgis xvfb xauth xdotool python3-venv fonts-open-sans qttools5-dev-tools)

can_install() {
    [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null 2>&1
}

# How this machine reaches a package index, as NAME=value: proxies, certificates, pip's settings.
network_variables() {
    env | grep -iE '^((https?|all|no)_proxy|SSL_CERT_(FILE|DIR)|(REQUESTS|CURL)_CA_BUNDLE|PIP_[A-Z_]+)=' || true
    if [[ -z ${PIP_CONFIG_FILE:-} && -f ${HOME:-}/.config/pip/pip.conf ]]; then
        printf 'PIP_CONFIG_FILE=%s\n' "$HOME/.config/pip/pip.conf"
    fi
}

# What every program of QGIS is started with. PATH chooses the Python that QGIS embeds, so nothing else of the caller's
# gets in. $L4S_QGIS_HOME is a folder of this run: the user's own profile is neither read nor written.
qgis_env() {
    local network
    mapfile -t network < <(network_variables)
    mkdir -p "$L4S_QGIS_HOME/home" "$L4S_QGIS_HOME/run"
    chmod 700 "$L4S_QGIS_HOME/run"
    env -i HOME="$L4S_QGIS_HOME/home" LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        XDG_RUNTIME_DIR="$L4S_QGIS_HOME/run" "${network[@]}" "$@"
}

# Prints the version of the QGIS that Debian's Python has, or nothing.
qgis_version() {
    local L4S_QGIS_HOME
    L4S_QGIS_HOME=$(mktemp -d)
    qgis_env QT_QPA_PLATFORM=offscreen /usr/bin/python3 -c \
        'from qgis.core import Qgis; print(Qgis.QGIS_VERSION.split("-")[0])' 2>/dev/null || true
    rm -rf "$L4S_QGIS_HOME"
}

missing_programs() {
    local program
    for program in qgis xvfb-run xauth xdotool lrelease; do
        command -v "$program" >/dev/null 2>&1 || printf '%s ' "$program"
    done
    [[ -n $(qgis_version) ]] || printf 'python3-qgis '
    /usr/bin/python3 -I -c 'import ensurepip' >/dev/null 2>&1 || printf 'python3-venv '
}

install_qgis() {
    local log
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get -qq update && apt-get -qq install -y --no-install-recommends "${qgis_packages[@]}"; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# Debian's address on this machine: that of the suite that is configured already (it may be a mirror).
debian_uri() {
    # shellcheck disable=SC2016  # the $( ) are apt's
    apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' "Identifier: Packages" |
        awk -v codename="$1" '$1 == codename && $2 == "main" { print $3; exit }'
}

# upgrade_qgis [-s]: QGIS from Debian's backports over the one that is there (3.40 over 3.22 on Debian 12). There can
# be only one, so this is for machines that are thrown away; -s only says what would happen. The machine's own
# list of sources stays as it is: the extra one is in a folder that is used for this alone.
upgrade_qgis() {
    local codename uri folder options log key=/usr/share/keyrings/debian-archive-keyring.gpg status=0
    # shellcheck source=/dev/null
    codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
    uri=$(debian_uri "$codename")
    if [[ $(. /etc/os-release && printf '%s' "${ID:-}") != debian || -z $uri ]]; then
        say "Note: this is not Debian; a newer QGIS from backports cannot be had." >&2
        return 1
    fi
    folder=$(mktemp -d)
    chmod 755 "$folder"  # apt reads it as a user of its own
    mkdir -p "$folder/lists/partial" "$folder/sources"
    {
        printf 'Types: deb\nURIs: %s\nSuites: %s %s-updates %s-backports\nComponents: main\n' \
            "$uri" "$codename" "$codename" "$codename"
        [[ ! -f $key ]] || printf 'Signed-By: %s\n' "$key"
    } >"$folder/sources/debian.sources"
    options=(-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$folder/sources"
        -o Dir::State::lists="$folder/lists" -o Dir::Cache::pkgcache="" -o Dir::Cache::srcpkgcache="")
    export DEBIAN_FRONTEND=noninteractive
    log="$folder/log"
    if apt-get "${options[@]}" -qq update >"$log" 2>&1; then
        apt-get "${options[@]}" "$@" install -y --no-install-recommends -t "$codename-backports" \
            qgis python3-qgis qgis-providers >"$log" 2>&1 || status=$?
    else
        status=$?
    fi
    if ((status)); then
        tail -n 5 "$log" >&2
    elif [[ "${1:-}" == -s ]]; then
        grep -E '^(Inst|Remv) ' "$log" || true
    fi
    rm -rf "$folder"
    return $status
}
