#include "onsale/base/http_url.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/src.hpp>  // compiled here alone
#include <boost/url/url_view.hpp>

#include "onsale/base/ip_address.h"
#include "onsale/base/text.h"

namespace onsale {
namespace {

constexpr std::size_t kNameLengthMax = 253;
constexpr std::size_t kLabelLengthMax = 63;

bool IsAlnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool IsLabel(std::string_view label) {
  return !label.empty() && label.size() <= kLabelLengthMax && IsAlnum(label.front()) &&
         IsAlnum(label.back()) &&
         std::all_of(label.begin(), label.end(), [](char c) { return IsAlnum(c) || c == '-'; });
}

// RFC 1123 section 2.1, in lower case.
bool IsHostName(std::string_view name) {
  if (name.size() > kNameLengthMax) return false;
  std::string_view label;
  for (std::size_t at = 0; at <= name.size(); at += label.size() + 1) {
    label = name.substr(at, name.find('.', at) - at);
    if (!IsLabel(label)) return false;
  }
  return label.front() < '0' || label.front() > '9';
}

}  // namespace

std::string HttpUrl::authority() const {
  std::string text = host.find(':') == host.npos ? host : '[' + host + ']';
  if (port != (https ? 443 : 80)) text += ':' + std::to_string(port);
  return text;
}

std::optional<HttpUrl> ParseHttpUrl(std::string_view text) {
  // Boost 1.81 asserts that a path follows where no authority does, whatever the octets are.
  if (!text.substr(std::min(text.find(':'), text.size())).starts_with("://")) return std::nullopt;
  const auto parsed = boost::urls::parse_uri(text);
  if (!parsed) return std::nullopt;
  const boost::urls::url_view& view = *parsed;
  using boost::urls::scheme;
  HttpUrl url;
  url.https = view.scheme_id() == scheme::https;
  if (!url.https && view.scheme_id() != scheme::http) return std::nullopt;
  if (view.has_userinfo() || view.has_fragment()) return std::nullopt;

  url.host = ToLowerAscii(std::string_view(view.encoded_host()));
  if (view.host_type() == boost::urls::host_type::ipv6) {
    url.host = url.host.substr(1, url.host.size() - 2);
  }
  if (!ParseIpAddress(url.host) && !IsHostName(url.host)) return std::nullopt;
  url.port = url.https ? 443 : 80;
  if (view.has_port()) url.port = view.port_number();
  if (url.port == 0) return std::nullopt;

  url.target = std::string_view(view.encoded_path());
  if (url.target.empty()) url.target = "/";
  // Boost 1.81 takes "1.2.3.4.example" for an address and a path behind it.
  if (url.target.front() != '/') return std::nullopt;
  if (view.has_query()) url.target += '?' + std::string(std::string_view(view.encoded_query()));
  return url;
}

}  // namespace onsale
