#include "onsale/http/body_reader.h"

#include <algorithm>
#include <string_view>

namespace onsale::http {

BodyReader::Result BodyReader::Take(InputBuffer& input, std::string& body) {
  return head_.chunked ? TakeChunked(input, body) : TakeSized(input, body);
}

BodyReader::Result BodyReader::TakeSized(InputBuffer& input, std::string& body) {
  const std::string_view piece = input.unread().substr(head_.head_bytes);
  const std::size_t count = std::min(piece.size(), head_.body_bytes - body.size());
  body.append(piece.substr(0, count));
  input.ConsumeAfter(head_.head_bytes, count);
  return body.size() == head_.body_bytes ? Result::kDone : Result::kMore;
}

BodyReader::Result BodyReader::TakeChunked(InputBuffer& input, std::string& body) {
  const std::string_view piece = input.unread().substr(head_.head_bytes);
  std::string_view rest = piece;
  const Result result = decoder_.Decode(rest, body);
  input.ConsumeAfter(head_.head_bytes, piece.size() - rest.size());
  return result;
}

}  // namespace onsale::http
