#include "onsale/http/forwarded.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "onsale/base/text.h"
#include "onsale/http/http_grammar.h"

namespace onsale::http {
namespace {

bool IsNodePort(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit);
}

// `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]`, `[2001:db8::1]:80`, `2001:db8::1`.
std::optional<IpAddress> ParseNode(std::string_view node) {
  std::string_view host = node;
  std::string_view port;
  if (node.starts_with('[')) {
    const std::size_t end = node.find(']');
    if (end == node.npos) return std::nullopt;
    host = node.substr(1, end - 1);
    port = node.substr(end + 1);
    if (host.find(':') == host.npos) return std::nullopt;
  } else if (std::count(node.begin(), node.end(), ':') == 1) {
    host = node.substr(0, node.find(':'));
    port = node.substr(host.size());
  }
  if (!port.empty() && !(port.front() == ':' && IsNodePort(port.substr(1)))) return std::nullopt;
  const auto address = ParseIpAddress(host);
  return address ? std::optional(Unmapped(*address)) : std::nullopt;
}

// Forwarded, as RFC 7239 has it:
//
//   Forwarded         = 1#forwarded-element
//   forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
//   forwarded-pair    = token "=" ( token / quoted-string )

class ForwardedParser {
 public:
  explicit ForwardedParser(std::string_view value) : rest_(value) {}

  // The `for` of each element, empty where it has none. False when the value is malformed.
  bool Parse(std::vector<std::string>& nodes) {
    for (;;) {
      SkipSpace();
      if (!rest_.starts_with(',') && !rest_.empty()) {  // an empty element is none
        nodes.emplace_back();
        if (!TakeElement(nodes.back())) return false;
      }
      if (rest_.empty()) return true;
      rest_.remove_prefix(1);  // the comma
    }
  }

 private:
  // Up to a comma or the end.
  bool TakeElement(std::string& node) {
    bool has_for = false;
    for (;;) {
      SkipSpace();
      if (!rest_.empty() && rest_.front() != ';' && rest_.front() != ',') {
        const std::string_view name = TakeToken();
        std::string value;
        if (name.empty() || !rest_.starts_with('=')) return false;
        rest_.remove_prefix(1);
        if (!TakeValue(value)) return false;
        if (EqualsIgnoreCaseAscii(name, "for")) {
          if (has_for) return false;
          has_for = true;
          node = value;
        }
        SkipSpace();
      }
      if (rest_.empty() || rest_.front() == ',') return true;
      if (rest_.front() != ';') return false;
      rest_.remove_prefix(1);
    }
  }

  bool TakeValue(std::string& value) {
    if (!rest_.starts_with('"')) {
      value = TakeToken();
      return !value.empty();
    }
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return true;
      }
      if (rest_[i] == '\\' && ++i == rest_.size()) return false;
      value += rest_[i];
    }
    return false;
  }

  std::string_view TakeToken() {
    std::size_t length = 0;
    while (length < rest_.size() && IsTokenCharacter(rest_[length])) ++length;
    const std::string_view token = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return token;
  }

  void SkipSpace() {
    while (rest_.starts_with(' ') || rest_.starts_with('\t')) rest_.remove_prefix(1);
  }

  std::string_view rest_;
};

}  // namespace

std::optional<IpAddress> ClientInXForwardedFor(std::string_view value,
                                               std::span<const IpNetwork> trusted) {
  std::optional<IpAddress> address;
  for (;;) {
    const std::size_t comma = value.rfind(',');
    const std::string_view node = Trim(value.substr(comma == value.npos ? 0 : comma + 1));
    address = ParseNode(node);
    if (!address || comma == value.npos || !IsInAny(*address, trusted)) return address;
    value = value.substr(0, comma);
  }
}

std::optional<IpAddress> ClientInForwarded(std::string_view value,
                                           std::span<const IpNetwork> trusted) {
  std::vector<std::string> nodes;
  if (!ForwardedParser(value).Parse(nodes)) return std::nullopt;
  std::optional<IpAddress> address;
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    // An IPv6 address has brackets here (RFC 7239 section 6).
    if (std::count(node->begin(), node->end(), ':') > 1 && !node->starts_with('[')) {
      return std::nullopt;
    }
    address = ParseNode(*node);
    if (!address || !IsInAny(*address, trusted)) break;
  }
  return address;
}

}  // namespace onsale::http
