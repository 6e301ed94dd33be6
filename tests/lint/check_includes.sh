#!/usr/bin/env bash
# Includes point one way: main → app → { http, webhook } → live → api → { admission, commit } →
# { domain, storage } → base, and app → rehearsal → base. Prints each line that breaks this, and
# then exits 1.
#
# Usage: check_includes.sh [SOURCE_DIR]
set -euo pipefail
cd "${1:-$(dirname "$0")/../..}"

# shellcheck disable=SC2016 # the dollar signs are awk's
find src include/onsale -type f \( -name '*.cpp' -o -name '*.h' \) -print0 |
  sort -z |
  xargs -0 -r awk '
    BEGIN {
      # What a folder may include of our own, beside itself: folders, or single headers. The store
      # keeps the records of the domain, and knows none of its rules.
      may["base"]      = ""
      may["domain"]    = "base"
      may["storage"]   = "base domain/change.h domain/event.h domain/reservation.h domain/webhook.h domain/queue_record.h"
      may["commit"]    = "base domain storage"
      may["live"]      = "base domain commit api"
      may["admission"] = "base domain"
      may["api"]       = "base domain admission commit"
      may["http"]      = "base domain/event.h commit live admission api"
      may["webhook"]   = "base domain commit api http/asio_types.h"
      may["rehearsal"] = "base api/faults.h api/json_lines.h api/json_reader.h"
      may["app"]       = "base domain storage commit live admission api http webhook rehearsal"
      may["main"]      = "base app"
      # Which folders may include a library, where only a few may.
      only["rocksdb/"]    = "storage"
      only["boost/asio"]  = "http webhook app"
      only["boost/beast"] = "http webhook"
      only["boost/url"]   = "base"
      only["ctemplate/"]  = "api"
      only["CLI/"]        = "app main"
    }

    function contains(list, word) { return index(" " list " ", " " word " ") > 0 }

    function complain(why) {
      printf "%s:%d: %s: %s\n", FILENAME, FNR, $0, why
      broken = 1
    }

    FNR == 1 {
      folder = FILENAME
      if (folder == "src/main.cpp") {
        folder = "main"
      } else {
        sub(/^(src|include\/onsale)\//, "", folder)
        sub(/\/.*/, "", folder)
      }
      if (!(folder in may)) {
        printf "%s: the folder has no place in the order of includes\n", FILENAME
        broken = 1
      }
    }

    /^[ \t]*#[ \t]*include[ \t]*[<"]/ {
      path = $0
      sub(/^[^<"]*[<"]/, "", path)
      sub(/[>"].*/, "", path)
      if (path ~ /^onsale\//) {
        sub(/^onsale\//, "", path)
        target = path
        sub(/\/.*/, "", target)
        if (target != folder && !contains(may[folder], target) && !contains(may[folder], path)) {
          complain(folder " may not know " path)
        }
      } else if (path ~ /\.\.\//) {
        complain("name the header from onsale/")
      }
      for (library in only) {
        if (index(path, library) == 1 && !contains(only[library], folder)) {
          complain("only for " only[library])
        }
      }
    }

    END { exit broken }
  ' || exit 1
