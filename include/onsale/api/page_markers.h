#pragma once

#include <span>
#include <string_view>

#include "onsale/api/page_template.h"
#include "onsale/base/clock.h"
#include "onsale/domain/event.h"

namespace onsale::api {

// What stands for the markers of pages. Values are escaped here, for text and for attribute values
// in double quotes; JSON is for a `<script type="application/json">`.
//
// Of an event, in `event.html`, and between `{{#EVENT}}` and `{{/EVENT}}` in `index.html`:
//
//   ID NAME VENUE DESCRIPTION STATE AVAILABLE CAPACITY
//   STARTS_AT OPENS_AT CLOSES_AT             RFC 3339, as in the API
//   STARTS_TEXT OPENS_TEXT CLOSES_TEXT       `2026-12-01 19:00 UTC`
//   IMAGE                                    a path in the static folder
//   #HAS_VENUE #HAS_DESCRIPTION #HAS_STARTS #HAS_CLOSES #HAS_IMAGE #NO_IMAGE #HAS_WAITLIST
//   #HAS_LONG_WORD                           the name has a word of 12 characters or more, for
//                                            which poster type is too big on a phone
//   #SCHEDULED #OPEN #PAUSED #CLOSED #SOLD_OUT    one of them; the last is open with nothing left
//   #SECTION                                 each, with SECTION_ID, SECTION_NAME,
//                                            SECTION_AVAILABLE, SECTION_CAPACITY, SECTION_PRICE,
//                                            #HAS_SECTION_PRICE
//
// Besides, `event.html` has EVENT_JSON, the event as `GET` of it, and ACCENT_STYLE, see accent.h,
// for a `<style>` of its own, with `#HAS_ACCENT` around it; `index.html` has EVENTS_JSON, the
// first page of the list of events, and `#NO_EVENTS`. Both have ORIGIN, the address of the site
// without a path, `https://tickets.example.org`, with `#HAS_ORIGIN` around it where it is known.

// Whether a page of that kind may name such a value, or such a section.
bool IsPageValue(PageKind kind, std::string_view name);
bool IsPageSection(PageKind kind, std::string_view name);

// `origin` may be empty; `json` is the event, or the list, as the API has it.
std::string FillEventPage(const PageTemplate& page, const std::string& origin,
                          const domain::EventSnapshot& event, std::string_view json, TimeMs now);
std::string FillHomePage(const PageTemplate& page, const std::string& origin,
                         std::span<const domain::EventSnapshotPtr> events, std::string_view json,
                         TimeMs now);

}  // namespace onsale::api
