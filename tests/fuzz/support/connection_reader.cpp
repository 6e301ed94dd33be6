#include "fuzz/support/connection_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "fuzz/fuzz.h"
#include "onsale/http/body_reader.h"
#include "onsale/http/input_buffer.h"

namespace onsale::fuzz {
namespace {

using http::BodyReader;
using http::HeadResult;
using http::InputBuffer;

class ConnectionReader {
 public:
  ConnectionReader(std::string_view input, const std::vector<std::size_t>& cuts,
                   const http::ParseLimits& limits)
      : rest_(input), cuts_(cuts), limits_(limits), size_(input.size()) {}

  ReadConnection Read() {
    while (ReadOne()) {
    }
    return std::move(read_);
  }

 private:
  // The next piece; false when there is none.
  bool Receive() {
    if (rest_.empty()) return false;
    const std::size_t at = size_ - rest_.size();
    while (cut_ < cuts_.size() && cuts_[cut_] <= at) ++cut_;
    const std::size_t end = cut_ < cuts_.size() ? cuts_[cut_] : size_;
    const std::span<char> room = buffer_.Room();
    Require(!room.empty(), "there is room for what has to be read");
    const std::size_t count = std::min(end - at, room.size());
    std::memcpy(room.data(), rest_.data(), count);
    buffer_.Filled(count);
    rest_.remove_prefix(count);
    return true;
  }

  std::size_t taken() const { return size_ - rest_.size() - buffer_.unread().size(); }

  bool ReadOne() {
    api::Request request;
    http::RequestHead head;
    HeadResult result = HeadResult::kIncomplete;
    while (result == HeadResult::kIncomplete) {
      if (!buffer_.empty()) result = ParseHead(buffer_.unread(), limits_, request, head);
      if (result == HeadResult::kIncomplete && !Receive()) return false;
    }
    if (result == HeadResult::kRefused) return Refuse(head.problem);
    Require(head.head_bytes <= buffer_.unread().size(), "a head is no longer than what is there");
    Require(head.body_bytes <= limits_.body_bytes_max, "a body is no longer than allowed");

    ReadRequest done;
    done.begin = taken();
    done.head_bytes = head.head_bytes;
    done.meaning = MeaningOf(request, head);
    done.keep_alive = head.keep_alive;
    if (!ReadBody(request, head, done)) return false;
    // The head was not taken yet.
    done.framed_bytes = taken() - done.begin;
    buffer_.Consume(head.head_bytes);
    read_.requests.push_back(std::move(done));
    if (read_.requests.back().keep_alive) return true;
    read_.end = ReadConnection::End::kClosed;
    return false;
  }

  bool ReadBody(api::Request& request, http::RequestHead& head, ReadRequest& done) {
    buffer_.KeepRoom();
    Require(ParseHead(buffer_.unread(), limits_, request, head) == HeadResult::kComplete &&
                MeaningOf(request, head) == done.meaning,
            "a head says the same once more");
    BodyReader reader(head, limits_.body_bytes_max);
    for (;;) {
      switch (reader.Take(buffer_, done.body)) {
        case BodyReader::Result::kDone:
          Require(MeaningOf(request, head) == done.meaning, "views hold while a body is read");
          return true;
        case BodyReader::Result::kTooLarge:
          return Refuse(api::ProblemType::kContentTooLarge);
        case BodyReader::Result::kMalformed:
          return Refuse(api::ProblemType::kMalformedRequest);
        case BodyReader::Result::kMore:
          break;
      }
      if (!Receive()) return false;
    }
  }

  bool Refuse(api::ProblemType problem) {
    read_.end = ReadConnection::End::kRefused;
    read_.problem = problem;
    return false;
  }

  http::BlockPool pool_;
  InputBuffer buffer_{pool_};
  std::string_view rest_;  // not received
  const std::vector<std::size_t>& cuts_;
  const http::ParseLimits& limits_;
  const std::size_t size_;
  std::size_t cut_ = 0;
  ReadConnection read_;
};

}  // namespace

ReadConnection ReadAll(std::string_view input, const std::vector<std::size_t>& cuts,
                       const http::ParseLimits& limits) {
  return ConnectionReader(input, cuts, limits).Read();
}

std::string MeaningOf(const api::Request& request, const http::RequestHead& head) {
  std::string meaning = "method " + std::to_string(static_cast<int>(request.method)) + "\nbody " +
                        std::to_string(head.body_bytes) + (head.chunked ? " chunked" : "") +
                        (head.http11 ? " 1.1" : " 1.0") + (head.keep_alive ? " keep-alive" : "") +
                        (head.expects_continue ? " continue" : "") +
                        (request.has_idempotency_key ? " key" : "");
  for (const std::string_view text :
       {request.path, request.query, request.accept, request.accept_encoding,
        request.accept_language, request.authorization, request.content_type, request.if_none_match,
        request.idempotency_key, request.admission, request.credential, request.last_event_id,
        request.upgrade, request.web_socket_key, request.web_socket_version, request.request_id,
        head.x_forwarded_for, head.forwarded}) {
    meaning += "\n" + std::string(text);
  }
  return meaning;
}

}  // namespace onsale::fuzz
