#pragma once

#include "onsale/app/options.h"
#include "onsale/http/server_options.h"

namespace onsale::app {

// Makes the default logger: one line an event in logfmt (`ts=… level=… event=… key=value`) to
// standard error, written by a thread of its own. Where standard error is slow the oldest lines
// are dropped, so that logging never holds up a request.
void StartLog(const LogOptions& options);

// Writes what is left.
void StopLog();

// A value as logfmt wants it: quoted, with quotes and backslashes escaped.
std::string Quoted(std::string_view value);

// One access log line, with the client as a trusted proxy names it. The secret half of a
// reservation's id, or of a place in a waiting room, is left out: who has it may act on it.
void LogAccess(const http::AccessRecord& record);

// One line with the counts that are not 0.
void LogRefusals(const http::RefusalCounts& counts);

}  // namespace onsale::app
